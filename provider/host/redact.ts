import { formsOf, type SecretForm, SHORTEST_SECRET } from "./secret-forms.js";

/** What stands in a text where a secret was. */
const REDACTED = "[secret]";

/** The shortest piece of a secret that is found at a text's end or beginning, where the rest was cut off. */
const SHORTEST_PIECE = 8;

/** Where a secret stands in a text. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Makes a function that replaces every occurrence of every secret by `[secret]`, in each of the spellings of
 * {@link formsOf}, also where it goes over the end of a line; of a value of several lines also each of its lines. A
 * text may be one line of many, or cut off: a piece of a secret of 8 characters or more at its beginning or its end goes
 * too. Values below 4 characters, and words such as `true`, are left alone: they would take ordinary words out. Takes
 * time in proportion to the text. Used on errors, progress and journal lines before anybody reads them.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Map(secrets.flatMap(formsOf).map((form) => [form.text, form])).values()];
  if (forms.length === 0) return (text) => text;
  const wholes = finderOf(forms);
  const joined = finderOf(joinedForms(forms));
  return (text) => cover(text, [...wholes(text), ...acrossLines(text, joined), ...cutOff(text, forms)]);
}

/** Replaces the found places; places that overlap become one, so that no rest of a secret stays. */
function cover(text: string, found: readonly Place[]): string {
  const places = [...found].sort((a, b) => a.start - b.start);
  let result = "";
  let end = 0;
  for (const place of places) {
    if (place.start >= end) result += text.slice(end, place.start) + REDACTED;
    end = Math.max(end, place.end);
  }
  return result + text.slice(end);
}

type Finder = (text: string) => Place[];

/** Looks the first letters of each place up among those of the forms, so that many forms cost what few do. */
function finderOf(forms: readonly SecretForm[]): Finder {
  const byBeginning = Map.groupBy(forms, ({ text }) => text.slice(0, SHORTEST_SECRET));
  return (text) => {
    const places: Place[] = [];
    for (let start = 0; start + SHORTEST_SECRET <= text.length; start += 1) {
      const candidates = byBeginning.get(text.slice(start, start + SHORTEST_SECRET));
      for (const form of candidates ?? [])
        if (text.startsWith(form.text, start)) places.push(widened(text, form, start));
    }
    return places;
  };
}

const BASE64_LETTER = /[A-Za-z0-9+/_-]/;

/** With the neighbours in base64 that hold the rest of the first and the last byte. */
function widened(text: string, form: SecretForm, start: number): Place {
  const end = start + form.text.length;
  return {
    start: form.before && BASE64_LETTER.test(text[start - 1] ?? "") ? start - 1 : start,
    end: form.behind && BASE64_LETTER.test(text[end] ?? "") ? end + 1 : end,
  };
}

/** A line's end, with the indentation of the next one. */
const LINE_END = /\r?\n[ \t]*/g;

function joinedForms(forms: readonly SecretForm[]): SecretForm[] {
  const joined = forms.map((form) => ({ ...form, text: form.text.replace(LINE_END, "") }));
  return joined.filter(({ text }) => text.length >= SHORTEST_PIECE);
}

/** Finds what goes over the end of a line, as base64 of 76 letters a line does. */
function acrossLines(text: string, find: Finder): Place[] {
  if (!text.includes("\n")) return [];
  let joined = "";
  const kept: { readonly from: number; readonly at: number }[] = [];
  let last = 0;
  for (const { index, 0: end } of [...text.matchAll(LINE_END), { index: text.length, 0: "" }]) {
    kept.push({ from: joined.length, at: last });
    joined += text.slice(last, index);
    last = index + end.length;
  }
  const original = (position: number): number => {
    let [low, high] = [0, kept.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((kept[middle]?.from ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return (kept[low]?.at ?? 0) + position - (kept[low]?.from ?? 0);
  };
  return find(joined).map(({ start, end }) => ({ start: original(start), end: original(end - 1) + 1 }));
}

/** Pieces of a secret that the text's beginning or its end cuts off. */
function cutOff(text: string, forms: readonly SecretForm[]): Place[] {
  return forms.flatMap(({ text: form }) => {
    if (form.length <= SHORTEST_PIECE || text.length < SHORTEST_PIECE) return [];
    if (text.length < form.length && form.includes(text)) return [{ start: 0, end: text.length }];
    return [...endPlace(text, form), ...beginningPlace(text, form)];
  });
}

function endPlace(text: string, form: string): Place[] {
  const beginning = form.slice(0, SHORTEST_PIECE);
  const first = Math.max(0, text.length - form.length + 1);
  for (let at = text.indexOf(beginning, first); at >= 0; at = text.indexOf(beginning, at + 1))
    if (form.startsWith(text.slice(at))) return [{ start: at, end: text.length }];
  return [];
}

function beginningPlace(text: string, form: string): Place[] {
  const ending = form.slice(-SHORTEST_PIECE);
  for (let at = text.lastIndexOf(ending, form.length - SHORTEST_PIECE - 1); at >= 0; at -= 1) {
    const end = at + SHORTEST_PIECE;
    if (text.startsWith(ending, at) && form.endsWith(text.slice(0, end))) return [{ start: 0, end }];
  }
  return [];
}
