// In Wagtail's desk: its date picker would replace what it cannot read by the present time when the field is left.
// What was typed stays; the form says what it cannot read.
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
