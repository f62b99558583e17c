const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

const TIME =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?$/;

/**
 * The date or the time that a scalar without quotes is to PyYAML, such that equal texts are equal ones (`constructor.py`,
 * 6.0.3); `"none"`: it looks like one and is none, which PyYAML refuses; `undefined`: it is something else.
 */
export function timestampOf(text: string): string | undefined {
  const date = DATE.exec(text);
  if (date) return isDay(date) ? text : "none";
  const time = TIME.exec(text);
  if (!time) return undefined;
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "", fraction = ""] = time;
  const [, , , , , , , , zone, sign, zoneHours = "0", zoneMinutes = "0"] = time;
  if (!isDay(time) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return "none";
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === "-" ? -1 : 1);
  if (Math.abs(offset) >= 24 * 60) return "none";
  const two = (part: string) => part.padStart(2, "0");
  const clock = `${two(hour)}:${minute}:${second}.${fraction.slice(0, 6).padEnd(6, "0")}`;
  const there = zone === undefined ? "" : ` ${offset}`;
  return `${year}-${two(month)}-${two(day)} ${clock}${there}`;
}

/** Whether there is such a day, from year 1 on. */
function isDay([, year = "", month = "", day = ""]: readonly string[]): boolean {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const leap = y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1] ?? 0;
  return y >= 1 && d >= 1 && d <= days;
}
