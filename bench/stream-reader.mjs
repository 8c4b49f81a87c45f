/**
 * A stand-in for readers in the manner of Netron's: one pass over the characters, values straight into
 * plain objects, nothing kept of places, comments or spellings, an exception at the first mistake. Netron's
 * own is driven by code generated from the schema besides; this one needs none, which is less work.
 */

const isWord = (c) =>
  (c >= 48 && c <= 57) ||
  (c >= 65 && c <= 90) ||
  (c >= 97 && c <= 122) ||
  c === 95 ||
  c === 43 ||
  c === 45 ||
  c === 46;

/** Text → nested objects: name → list of values. */
export function readStream(text) {
  let at = 0;
  const skip = () => {
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === 32 || (c >= 9 && c <= 13)) at++;
      else if (c === 35) {
        at = text.indexOf('\n', at);
        if (at < 0) at = text.length;
      } else return c;
    }
  };
  const word = () => {
    const start = at;
    while (isWord(text.charCodeAt(at))) at++;
    if (at === start) throw new SyntaxError(`unexpected ${text[at] ?? 'end'}`);
    return text.slice(start, at);
  };
  const string = (quote) => {
    const start = ++at;
    for (let escaped = false; ; at++) {
      const c = text.charCodeAt(at);
      if (Number.isNaN(c)) throw new SyntaxError('unclosed string');
      if (c === 92) [escaped, at] = [true, at + 1];
      else if (c === quote) {
        const raw = text.slice(start, at++);
        return escaped ? JSON.parse(`"${raw}"`) : raw;
      }
    }
  };
  const scalar = (c) => {
    if (c === 34 || c === 39) return string(c);
    const image = word();
    const number = Number(image);
    return Number.isNaN(number) ? (image === 'true' ? true : image === 'false' ? false : image) : number;
  };
  const message = (close) => {
    const result = {};
    for (;;) {
      let c = skip();
      if (at >= text.length ? close === 0 : c === close) {
        at++;
        return result;
      }
      const values = (result[word()] ??= []);
      c = skip();
      if (c === 58) {
        at++;
        c = skip();
      }
      if (c === 123 || c === 60) {
        at++;
        values.push(message(c + 2));
      } else values.push(scalar(c));
      c = skip();
      if (c === 44 || c === 59) at++;
    }
  };
  return message(0);
}
