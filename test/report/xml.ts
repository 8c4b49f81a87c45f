/** XML read by a strict parser, and what the two XML formats may hold. */
import { SaxesParser } from 'saxes';

export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** The root element. @throws what saxes finds wrong with the document's form. */
export function readXml(xml: string): Element {
  const parser = new SaxesParser();
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const stack = [root];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' };
    stack.at(-1)!.children.push(element);
    stack.push(element);
  });
  parser.on('closetag', () => void stack.pop());
  parser.on('text', (text) => {
    stack.at(-1)!.text += text;
  });
  parser.write(xml).close();
  return root.children[0]!;
}

interface ElementRule {
  /** Attribute → the form of its value; `?` behind the name where it may be left out. */
  attributes: Record<string, RegExp>;
  children: readonly string[];
  /** Whether text may stand in it. */
  text: boolean;
}

export type XmlSchema = { root: string; elements: Record<string, ElementRule> };

const any = /^[^]*$/;
const count = /^\d+$/;
const time = /^\d+(\.\d+)?$/;
const outcome = { attributes: { 'type?': any, 'message?': any }, children: [], text: true };

/** jenkinsci/xunit-plugin, src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd. */
export const junit: XmlSchema = {
  root: 'testsuites',
  elements: {
    testsuites: {
      attributes: { 'name?': any, 'time?': time, 'tests?': count, 'failures?': count, 'errors?': count },
      children: ['testsuite'],
      text: false,
    },
    testsuite: {
      attributes: {
        name: any,
        tests: count,
        failures: count,
        errors: count,
        'skipped?': count,
        'time?': time,
        'file?': any,
      },
      children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
      text: false,
    },
    testcase: {
      attributes: { name: any, 'time?': any, 'classname?': any, 'group?': any },
      children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
      text: false,
    },
    failure: outcome,
    error: outcome,
  },
};

/** checkstyle/checkstyle, src/main/java/com/puppycrawl/tools/checkstyle/XMLLogger.java; SeverityLevel.java. */
export const checkstyle: XmlSchema = {
  root: 'checkstyle',
  elements: {
    checkstyle: { attributes: { version: /^\d+(\.\d+)+$/ }, children: ['file'], text: false },
    file: { attributes: { name: any }, children: ['error', 'exception'], text: false },
    error: {
      attributes: {
        line: /^[1-9]\d*$/,
        'column?': /^[1-9]\d*$/,
        severity: /^(ignore|info|warning|error)$/,
        message: any,
        source: any,
      },
      children: [],
      text: false,
    },
  },
};

/** What is wrong with an element by a schema; empty when nothing is. */
export function problemsOf(element: Element, schema: XmlSchema, parent?: string): string[] {
  const rule = Object.hasOwn(schema.elements, element.name) ? schema.elements[element.name] : undefined;
  if (!rule) return [`unknown element ${element.name}`];
  const problems: string[] = [];
  if (parent === undefined && element.name !== schema.root) problems.push(`root is ${element.name}`);
  if (!rule.text && element.text.trim() !== '') problems.push(`text in ${element.name}`);
  for (const [key, form] of Object.entries(rule.attributes)) {
    const name = key.replace('?', '');
    const value = element.attributes[name];
    if (value === undefined) {
      if (name === key) problems.push(`${element.name} lacks ${name}`);
    } else if (!form.test(value)) problems.push(`${element.name}/@${name} is "${value}"`);
  }
  for (const name of Object.keys(element.attributes))
    if (!(name in rule.attributes) && !(`${name}?` in rule.attributes))
      problems.push(`${element.name} has ${name}`);
  for (const child of element.children) {
    if (!rule.children.includes(child.name)) problems.push(`${child.name} in ${element.name}`);
    problems.push(...problemsOf(child, schema, element.name));
  }
  return problems;
}
