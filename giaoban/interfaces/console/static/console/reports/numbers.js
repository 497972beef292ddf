/* How a number typed in Vietnam will be read; the server decides (giaoban/lib/numbers.py), this only foretells it. */

const GROUPED = /^\d{1,3}(\.\d{3})+(,\d+)?$/;
const COMMA_LIKE_GROUP = /^[1-9]\d{0,2},\d{3}$/;
const ENGLISH_POINT = /^\d+\.\d+$/;
const ENGLISH_GROUPED = /^\d{1,3}(,\d{3})+(\.\d+)?$/;

/**
 * Return {shown, other, plain} where the text can be read in two ways ("9.120": 9.120 or 9,12), otherwise null.
 * `other` is empty where there is no second number to name; `plain` is the same number with one reading only.
 */
export function doubt(text) {
  const whole = text.replace(/[\s\u00a0\u202f]/g, "");
  const sign = /^[-−]/.test(whole) ? "−" : "";
  const two = readings(whole.replace(/^[+\-−]/, ""));
  return two && { shown: sign + two.shown, other: two.other && sign + two.other, plain: sign + two.plain };
}

function readings(body) {
  if (GROUPED.test(body)) {
    const isOneGroup = body.split(".").length === 2 && !body.includes(",");
    return isOneGroup ? { shown: body, other: short(body.replace(".", ",")), plain: body.replace(".", "") } : null;
  }
  if (COMMA_LIKE_GROUP.test(body)) {
    return { shown: short(body), other: body.replace(",", "."), plain: oneReading(body) };
  }
  if (ENGLISH_GROUPED.test(body) && (body.includes(".") || body.split(",").length > 2)) {
    const [digits, rest = ""] = body.replace(/,/g, "").split(".");
    return { shown: short(`${grouped(digits)}${rest && `,${rest}`}`), other: "", plain: oneReading(`${digits}${rest && `,${rest}`}`) };
  }
  if (ENGLISH_POINT.test(body)) {
    return { shown: short(body.replace(".", ",")), other: grouped(body.replace(".", "")), plain: oneReading(body.replace(".", ",")) };
  }
  return null;
}

/* "9,12" has one reading; "1,234" has two, "1,2340" one again. */
function oneReading(text) {
  return /,\d{3}$/.test(text) ? `${text}0` : text;
}

function short(text) {
  return text.replace(/(,\d*?)0+$/, "$1").replace(/,$/, "");
}

function grouped(digits) {
  return digits.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".");
}

/**
 * Return the rows and columns of a block copied from a spreadsheet; null for a single plain text.
 * A cell that holds a tab, a line break or a quote comes in quotes, its own quotes doubled; a line break in it is a space.
 */
export function block(text) {
  const all = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  if (!/[\t\n]/.test(all)) {
    return null;
  }
  const lines = [[]];
  const part = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/y;
  while (part.lastIndex <= all.length) {
    const [, quoted, plain, end] = part.exec(all);
    lines.at(-1).push((quoted === undefined ? plain : quoted.replace(/""/g, '"')).replace(/\s+/g, " ").trim());
    if (!end) {
      break;
    }
    if (end === "\n") {
      lines.push([]);
    }
  }
  return lines;
}
