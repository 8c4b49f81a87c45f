/** The bundled script and style of the page; the build puts them in, and keeps them in a file of their own. */
declare const CAFFE_LINT_PAGE_SCRIPT: string;
declare const CAFFE_LINT_PAGE_STYLE: string;

export const pageScript = CAFFE_LINT_PAGE_SCRIPT;
export const pageStyle = CAFFE_LINT_PAGE_STYLE;
