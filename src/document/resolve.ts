/** Which schema a file is written for: BVLC's, that of forks, or the user's own. */
import type { DocumentNode } from '../../grammar/syntax.js';
import { builtInDialects } from '../schema/dialects.js';
import type { Dialect, DialectSet } from '../schema/dialects.js';
import type { Schema } from '../schema/descriptor.js';
import { bind } from './bind.js';
import type { Bound } from './bind.js';
import { describeIssue, dialectsWith } from './describe-issue.js';
import type { SchemaOrigin } from './describe-issue.js';
import type { Message } from './message.js';

export interface Resolved extends Bound {
  schema: Schema;
  /** What the schema is composed of, `bvlc` first; for a user's own .proto what it calls itself. */
  dialects: readonly string[];
}

/** More dialects than this in one file is no file that anyone trained. */
const MAX_DIALECTS = 4;
/** Candidates that are tried in earnest for one place in the set. */
const MAX_TRIALS = 16;

/**
 * Read a document under the schema of the user's choice. `auto` finds the smallest set of dialects
 * that explains the file; what none explains stays an issue. Issues name the likely intent.
 */
export function resolve(
  document: DocumentNode,
  root: string,
  choice: 'auto' | readonly string[] | Schema,
  known: DialectSet = builtInDialects,
): Resolved {
  if (choice === 'auto') return described(findDialects(document, root, known), 'auto', known);
  const named = Array.isArray(choice) as boolean;
  const given = named ? known.schemaOf(choice as readonly string[]) : (choice as Schema);
  // A user's .proto must have a NetParameter, but may leave the solver to Caffe.
  const schema = given.messages.has(root) ? given : homeOf(root, known);
  return described(attempt(document, root, schema), named ? 'named' : 'user', known);
}

/** The schema that a kind of file is at home in: BVLC's, or for a label map that of SSD. */
function homeOf(root: string, known: DialectSet): Schema {
  const bvlc = known.schemaOf([]);
  if (bvlc.messages.has(root)) return bvlc;
  return known.schemaOf(
    known
      .all()
      .filter((dialect) => Object.hasOwn(dialect.messages, root))
      .slice(0, 1)
      .map((dialect) => dialect.id),
  );
}

function attempt(document: DocumentNode, root: string, schema: Schema): Resolved {
  return { ...bind(document, root, schema), schema, dialects: schema.dialects };
}

function described(found: Resolved, origin: SchemaOrigin, known: DialectSet): Resolved {
  if (found.issues.length === 0) return found;
  return { ...found, issues: found.issues.map((issue) => describeIssue(issue, found.schema, origin, known)) };
}

/** The smallest set of dialects under which the fewest issues remain. */
function findDialects(document: DocumentNode, root: string, known: DialectSet): Resolved {
  let best = attempt(document, root, homeOf(root, known));
  for (let size = 0; size < MAX_DIALECTS; size++) {
    const better = addOne(best, document, root, known);
    if (!better) break;
    best = better;
  }
  return withTypes(dropIdle(best, document, root, known), document, root, known);
}

const ids = (found: Resolved): readonly string[] => found.dialects.slice(1);

/** The set with the one dialect more that explains most, or undefined when none explains anything. */
function addOne(
  current: Resolved,
  document: DocumentNode,
  root: string,
  known: DialectSet,
): Resolved | undefined {
  const votes = candidates(current, known);
  if (votes.size === 0) return undefined;
  const order = known.all();
  const ranked = [...votes].sort((a, b) => b[1] - a[1] || order.indexOf(a[0]) - order.indexOf(b[0]));
  const trials = ranked.slice(0, MAX_TRIALS).map(([dialect]) => dialect);
  const probe = partWithIssues(document, current, known);
  let least = cost(attempt(probe, root, current.schema), known);
  let choice: Dialect | undefined;
  for (const dialect of trials.sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
    const c = cost(attempt(probe, root, known.schemaOf([...ids(current), dialect.id])), known);
    if (c >= least) continue;
    [choice, least] = [dialect, c];
    if (least === 0) break;
  }
  return choice && attempt(document, root, known.schemaOf([...ids(current), choice.id]));
}

/** Issues first; of two dialects that leave equally many, the one that knows more of the layer types. */
const cost = (found: Resolved, known: DialectSet): number =>
  found.issues.length * 1000 + strangeTypes(found, known).length;

/** How many of the issues and strange layer types each dialect speaks to. */
function candidates(current: Resolved, known: DialectSet): Map<Dialect, number> {
  const votes = new Map<Dialect, number>();
  const vote = (dialect: Dialect | undefined): void => {
    if (dialect && !ids(current).includes(dialect.id)) votes.set(dialect, (votes.get(dialect) ?? 0) + 1);
  };
  for (const issue of current.issues) for (const id of dialectsWith(issue, known)) vote(known.of(id));
  for (const type of strangeTypes(current, known)) known.index.layerTypes.get(type)!.forEach(vote);
  return votes;
}

/** The document without the entries in which nothing is strange: enough to judge a candidate by. */
function partWithIssues(document: DocumentNode, current: Resolved, known: DialectSet): DocumentNode {
  const strange = strangeTypes(current, known);
  const layers = strange.length === 0 ? [] : typedLayers(current.message);
  const starts = [
    ...current.issues.map((issue) => issue.start),
    ...layers.filter((layer) => strange.includes(layer.str('type'))).map((layer) => layer.here().start),
  ].sort((a, b) => a - b);
  let at = 0;
  const entries = document.entries.filter((entry) => {
    while (at < starts.length && starts[at]! < entry.start) at++;
    return at < starts.length && starts[at]! < entry.end;
  });
  return { ...document, entries };
}

/** Take out what the dialects that were added later made superfluous. */
function dropIdle(found: Resolved, document: DocumentNode, root: string, known: DialectSet): Resolved {
  let kept = found;
  for (const id of ids(found).slice(0, -1)) {
    const fewer = attempt(document, root, known.schemaOf(ids(kept).filter((k) => k !== id)));
    if (cost(fewer, known) <= cost(kept, known)) kept = fewer;
  }
  return kept;
}

/** Name the dialects of layer types that need no field of their own: Axpy, DepthwiseConvolution. */
function withTypes(found: Resolved, document: DocumentNode, root: string, known: DialectSet): Resolved {
  const types = known.layerTypesOf(ids(found));
  const set = [...ids(found)];
  for (const layer of typedLayers(found.message)) {
    const type = layer.str('type');
    const owners = types.has(type) ? undefined : known.index.layerTypes.get(type);
    const owner = owners?.find((d) => hasOnlyTypes(d, known)) ?? owners?.[0];
    if (owner && !set.includes(owner.id) && set.length < MAX_DIALECTS) set.push(owner.id);
  }
  return set.length === ids(found).length ? found : attempt(document, root, known.schemaOf(set));
}

/** Layer types of the file that neither BVLC nor the set registers, but a dialect with fields of its own does. */
function strangeTypes(found: Resolved, dialects: DialectSet): string[] {
  const layers = typedLayers(found.message);
  if (layers.length === 0) return [];
  const known = dialects.layerTypesOf(ids(found));
  const strange = new Set(layers.map((layer) => layer.str('type')).filter((type) => !known.has(type)));
  if (strange.size === 0) return [];
  const { layerTypes } = dialects.index;
  return [...strange].filter(
    (type) => layerTypes.has(type) && !layerTypes.get(type)!.some((d) => hasOnlyTypes(d, dialects)),
  );
}

const hasOnlyTypes = (dialect: Dialect, known: DialectSet): boolean =>
  known.lineage(dialect).every((part) => Object.keys(part.messages).length === 0);

/** The layers that name their type as today's format does, also those of nets inside a solver. */
function typedLayers(message: Message): Message[] {
  const nets = ['net_param', 'train_net_param', 'test_net_param'].flatMap((name) => message.msgs(name));
  return [message, ...nets].flatMap((net) => net.msgs('layer')).filter((layer) => layer.has('type'));
}
