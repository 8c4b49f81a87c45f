/** Width of plain text without Intl.Segmenter; our help text is ASCII. */
export default (text) => text.replace(/\u001B\[[0-9;]*m/g, '').length;
