/*
 * The last resort, not the rule. Fields are redacted by the marks on their schema; this pass over
 * the finished line only catches what someone logged without a schema: a number inside a message,
 * a key inside an error's text. Nobody may rely on it, because a pattern knows only the shapes
 * that it was told of.
 */

const JSON_TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const SUSPECT = /callbacks\/|\d{9}|\d{3}[ -]\d{3}[ -]\d{3}|sk_|whsec_|Bearer|Basic|ws_CO_/i;
const BARE_MSISDN = /^254[17]\d{8}$/;

const RULES: readonly (readonly [RegExp, (found: string) => string])[] = [
  // Ends before no asterisk, or an id that is masked already would lose nine digits more.
  [/ws_CO_[A-Za-z0-9_]+(?![A-Za-z0-9_*])/g, (id) => `${id.slice(0, -9)}*********`],
  [/(?<!\d)254[17]\d{8}(?!\d)/g, (digits) => `${digits.slice(0, 4)}****${digits.slice(-3)}`],
  [/(?<!\d)0[17]\d{8}(?!\d)/g, (digits) => `${digits.slice(0, 2)}*****${digits.slice(-3)}`],
  // Written in groups, as people do, or without a prefix.
  [/(?<!\d)(?:254|0)?[ -]?[17]\d{2}[ -]\d{3}[ -]\d{3}(?!\d)/g, (found) => `****${found.slice(-3)}`],
  [/(?<![\w.:*-])[17]\d{8}(?![\w.:*-])/g, (digits) => `******${digits.slice(-3)}`],
  [/sk_(?:live|test)_[A-Za-z0-9_-]+/g, () => '[secret]'],
  [/whsec_[A-Za-z0-9+/=_-]+/g, () => '[secret]'],
  // The last part of a callback address is its credential.
  [/(\/callbacks\/[a-z-]+\/[^/\s]+\/)[\w-]+/g, (found) => found.replace(/[\w-]+$/, '[secret]')],
  [/(?:Bearer|Basic) +[A-Za-z0-9+/=._~-]+/gi, () => '[secret]'],
];

/** Masks Kenyan numbers, CheckoutRequestIDs and known secret prefixes inside a text. */
export function maskText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return RULES.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), text);
}

/** The same for a finished line of JSON, keys and bare numbers included; it stays valid JSON. */
export function maskJsonLine(line: string): string {
  if (!SUSPECT.test(line)) return line;
  return line.replace(JSON_TOKENS, (token) => {
    if (!token.startsWith('"')) return BARE_MSISDN.test(token) ? `"${maskText(token)}"` : token;
    if (!SUSPECT.test(token)) return token;
    // Escapes are undone first, or the digits of \u0001 would join the run that follows them.
    return JSON.stringify(maskText(String(JSON.parse(token))));
  });
}
