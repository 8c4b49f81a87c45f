/** Addresses of rules' pages, which a plugin may have written. */

/** The address when it is a plain web address, so that it may stand in a report as a link. */
export const webUrl = (url: string | undefined): string | undefined =>
  url !== undefined && /^https?:\/\/[\x21-\x7e]+$/.test(url) && URL.canParse(url) ? url : undefined;

/** Text as a link that a terminal can open (OSC 8); as it is without an address. */
export function terminalLink(text: string, url: string | undefined): string {
  const target = webUrl(url);
  return target === undefined ? text : `\u001b]8;;${target}\u001b\\${text}\u001b]8;;\u001b\\`;
}
