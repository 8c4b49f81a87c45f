/** Links that a terminal can open. */

/** Text as an OSC 8 link; as it is where the address is no plain web address. */
export function terminalLink(text: string, url: string | undefined): string {
  if (url === undefined || !/^https?:\/\/[\x21-\x7e]+$/.test(url)) return text;
  return `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`;
}
