/* How a number typed in Vietnam will be read; the server decides (giaoban/lib/numbers.py), this only foretells it. */

const GROUPED = /^\d{1,3}(\.\d{3})+(,\d+)?$/;
const PLAIN = /^\d+(,\d+)?$/;

/** Return {shown, other} where the text can be read in two ways ("9.120": 9.120 or 9,12), otherwise null. */
export function doubt(text) {
  const body = text.replace(/[\s\u00a0\u202f]/g, "").replace(/^[+\-−]/, "");
  if (GROUPED.test(body) && body.split(".").length === 2 && !body.includes(",")) {
    return { shown: body, other: short(body.replace(".", ",")) };
  }
  if (PLAIN.test(body) && /^[1-9]\d{0,2},\d{3}$/.test(body)) {
    return { shown: short(body), other: body.replace(",", ".") };
  }
  if (/^\d+\.\d+$/.test(body)) {
    return { shown: short(body.replace(".", ",")), other: grouped(body.replace(".", "")) };
  }
  return null;
}

function short(text) {
  return text.replace(/(,\d*?)0+$/, "$1").replace(/,$/, "");
}

function grouped(digits) {
  return digits.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".");
}

/** Return the rows and columns of a block copied from a spreadsheet; null for a single plain text. */
export function block(text) {
  if (!/[\t\n]/.test(text.trimEnd())) {
    return null;
  }
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return lines.map((line) => line.split("\t").map((part) => part.trim().replace(/^"(.*)"$/, "$1")));
}
