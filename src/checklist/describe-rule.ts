import type { BilingualText, Language } from '../locale/language.ts';
import { describeFacts, type FactDescription, factRegistry } from '../probes/fact-registry.ts';
import { sayComparison, sayValue, sayValues } from './rule-words.ts';
import type {
  AttestedLeaf,
  Checklist,
  Condition,
  CountLeaf,
  DocumentLeaf,
  EachLeaf,
  FactLeaf,
  FigureLeaf,
  SomeLeaf,
} from './schema.ts';

type RuleNames = Pick<Checklist, 'criteria' | 'specialized' | 'documentKinds'>;
interface Words {
  readonly names: RuleNames;
  readonly language: Language;
  readonly vi: boolean;
}

let factsByName: ReadonlyMap<string, FactDescription> | undefined;

/** A rule as one readable sentence. The same rule always gives the same words. */
export function describeRule(rule: Condition, names: RuleNames, language: Language): string {
  const sentence = say(rule, { names, language, vi: language === 'vi' }, 'top');
  return sentence.charAt(0).toLocaleUpperCase(language) + sentence.slice(1);
}

/** `inside`: how the surrounding branch joins, so that brackets appear only where the meaning needs them. */
function say(rule: Condition, words: Words, inside: 'top' | 'all' | 'any', part?: string): string {
  if ('all' in rule || 'any' in rule) {
    const joint = 'all' in rule ? 'all' : 'any';
    const tagged = rule.part ?? part;
    const children = 'all' in rule ? rule.all : rule.any;
    const said = sayAlternatives(rule, words) ?? joinSaid(children, joint, words, inside, tagged);
    return rule.part === undefined ? said : `[${rule.part}] ${said}`;
  }
  if ('unless' in rule) return sayUnless(rule.unless, words);
  if ('fact' in rule) return sayFact(rule, words);
  if ('some' in rule) return saySome(rule, words);
  if ('each' in rule) return sayEach(rule, words);
  if ('count' in rule) return sayCount(rule, words);
  if ('attested' in rule) return sayAttested(rule, words, part);
  if ('document' in rule) return sayDocument(rule, words, part);
  return sayFigure(rule, words);
}

function joinSaid(
  children: readonly Condition[],
  joint: 'all' | 'any',
  words: Words,
  inside: 'top' | 'all' | 'any',
  part: string | undefined,
): string {
  const said = children.map((child) => say(child, words, joint, part));
  const and = inside === 'top' ? '; ' : words.vi ? ' và ' : ' and ';
  const joined = said.join(joint === 'all' ? and : words.vi ? ' hoặc ' : ' or ');
  return inside !== 'top' && inside !== joint && said.length > 1 ? `(${joined})` : joined;
}

/** Alternatives that differ only in what is attested are said once. */
function sayAlternatives(rule: Condition, words: Words): string | undefined {
  if (!('any' in rule) || rule.any.length < 2) return undefined;
  const parts = rule.any.flatMap((child) => {
    if (!('attested' in child) || child.insteadOf) return [];
    return findPart(child.attested, words.names) ?? [];
  });
  if (parts.length < rule.any.length) return undefined;
  const list = parts.map((one) => `"${one[words.language]}"`).join('; ');
  return words.vi
    ? `xác nhận kèm tệp về một trong: ${list}`
    : `an attestation with a file about one of: ${list}`;
}

/** "No row that …" where one row would be enough; anything else is said as it is. */
function sayUnless(rule: Condition, words: Words): string {
  if ('some' in rule) {
    const { subject, fact } = nameFact(rule.some, rule, words);
    return words.vi ? `không thấy ${subject} nào: ${fact}` : `no ${subject} seen: ${fact}`;
  }
  if ('count' in rule && rule.atLeast === 1) {
    const subject = nameGroup(rule.count, rule.where, words);
    return words.vi ? `không thấy ${subject} nào` : `no ${subject} seen`;
  }
  const said = say(rule, words, 'any');
  return words.vi ? `không thấy: ${said}` : `not seen: ${said}`;
}

function sayFact(leaf: FactLeaf, words: Words): string {
  const { subject, fact } = nameFact(leaf.fact, leaf, words);
  return words.vi
    ? `mọi số liệu đã biết về ${subject} đều cho thấy ${fact}`
    : `everything known of ${subject} says ${fact}`;
}

function saySome(leaf: SomeLeaf, words: Words): string {
  const { subject, fact } = nameFact(leaf.some, leaf, words);
  return words.vi ? `có ít nhất một ${subject}: ${fact}` : `at least one ${subject}: ${fact}`;
}

function sayEach(leaf: EachLeaf, words: Words): string {
  const { subject, fact } = nameFact(leaf.each, leaf, words);
  const computers = leaf.everyComputer
    ? words.vi
      ? ', gồm đủ mọi máy đã khai'
      : ', every declared computer included'
    : leaf.everyDeclared
      ? words.vi
        ? ', gồm đủ mọi mục đã khai'
        : ', every declared entry included'
      : '';
  return words.vi ? `mọi ${subject}: ${fact}${computers}` : `every ${subject}: ${fact}${computers}`;
}

function sayCount(leaf: CountLeaf, words: Words): string {
  const subject = nameGroup(leaf.count, leaf.where, words);
  const many = leaf.atLeast > 1 ? String(leaf.atLeast) : words.vi ? 'một' : 'one';
  const distinct = leaf.distinct && leaf.atLeast > 1 ? (words.vi ? ' khác nhau' : ' distinct') : '';
  return words.vi
    ? `có ít nhất ${many} ${subject}${distinct}`
    : `at least ${many}${distinct} ${subject}`;
}

function sayAttested(leaf: AttestedLeaf, words: Words, inPart: string | undefined): string {
  if (leaf.insteadOf) {
    return words.vi
      ? 'xác nhận kèm tệp và văn bản không cho đo'
      : 'an attestation with a file and a written refusal to probe';
  }
  const part = leaf.attested === inPart ? undefined : findPart(leaf.attested, words.names);
  const about = part ? (words.vi ? ` về "${part.vi}"` : ` about "${part.en}"`) : '';
  return words.vi ? `xác nhận kèm tệp${about}` : `an attestation with a file${about}`;
}

function sayDocument(leaf: DocumentLeaf, words: Words, inPart: string | undefined): string {
  const name = nameKind(leaf.document, words);
  const product = leaf.namesProduct
    ? words.vi
      ? ', ghi tên sản phẩm đang dùng'
      : ', naming the installed product'
    : '';
  const version = {
    installed: words.vi
      ? ', đúng phiên bản nếu có ghi'
      : ', of the installed version where it states one',
    unstated: words.vi ? ', không ghi phiên bản' : ', stating no version',
  };
  const holder = leaf.namesHolder
    ? words.vi
      ? ', cấp cho nhà cung cấp của sản phẩm đang dùng'
      : ', held by the vendor of the installed product'
    : '';
  const other = leaf.concerns === inPart ? undefined : leaf.concerns;
  const part = other === undefined ? undefined : findPart(other, words.names);
  const concerns = part ? (words.vi ? `, về "${part.vi}"` : `, about "${part.en}"`) : '';
  const lists = (leaf.scopeNames ?? []).map((one) => `"${one.join('/')}"`);
  const scope =
    lists.length === 0
      ? ''
      : words.vi
        ? `, phạm vi có chữ ${lists.join(' và ')}`
        : `, with ${lists.join(' and ')} in its scope`;
  const more = `${product}${leaf.version ? version[leaf.version] : ''}${holder}${scope}${concerns}`;
  return words.vi ? `${name} còn giá trị${more}` : `a valid ${name}${more}`;
}

function sayFigure(leaf: FigureLeaf, words: Words): string {
  const figure = nameFigure(leaf.figure, words);
  if (leaf.than === undefined) {
    return `${figure.name} ${sayComparison(leaf.op, leaf.value, figure.unit, words.language)}`;
  }
  const other = nameFigure(leaf.than, words).name;
  const comparison: Readonly<Record<FigureLeaf['op'], readonly [string, string]>> = {
    is: ['bằng', 'equals'],
    gte: ['không ít hơn', 'is no less than'],
    lte: ['không quá', 'is no more than'],
    gt: ['lớn hơn', 'is more than'],
    lt: ['ít hơn', 'is less than'],
  };
  return `${figure.name} ${comparison[leaf.op][words.vi ? 0 : 1]} ${other}`;
}

function nameFact(name: string, leaf: FactLeaf | SomeLeaf | EachLeaf, words: Words) {
  const known = knownFacts().get(name);
  const label = known ? shorten(known[words.language], /[;:(]|, 0 /, words.language) : name;
  const group = name.slice(0, name.lastIndexOf('.'));
  const subject = nameGroup(group, leaf.where, words);
  if (leaf.op === 'is' && typeof leaf.value === 'boolean') {
    return { subject, fact: `${label}: ${sayValue(leaf.value, words.language)}` };
  }
  const comparison = sayComparison(leaf.op, leaf.value, known?.unit, words.language);
  return { subject, fact: `${label} ${comparison}` };
}

function nameGroup(group: string, where: CountLeaf['where'], words: Words): string {
  const known = factRegistry().get(group)?.[words.language];
  const limits = Object.entries(where ?? {}).map(([column, wanted]) => {
    const label = knownFacts().get(`${group}.${column}`)?.[words.language] ?? column;
    const said = sayValues(Array.isArray(wanted) ? wanted : [wanted], words.language);
    return `${shorten(label, /[,;:(]/, words.language)}: ${said}`;
  });
  const name = known ? shorten(known, /[,;:(]/, words.language) : group;
  return `"${name}"${limits.length > 0 ? ` (${limits.join('; ')})` : ''}`;
}

function nameKind(id: string, words: Words): string {
  const known = words.names.documentKinds.find((one) => one.id === id);
  return known ? shorten(known[words.language], /[;(]/, words.language) : id;
}

function nameFigure(name: string, words: Words) {
  const dot = name.indexOf('.');
  const kindId = name.slice(0, dot);
  const figure = words.names.documentKinds
    .find((one) => one.id === kindId)
    ?.figures?.find((one) => one.id === name.slice(dot + 1));
  const label = figure ? shorten(figure[words.language], /[;(]/, words.language) : name;
  const kind = nameKind(kindId, words);
  return { name: `${label} (${kind})`, unit: figure?.unit };
}

function findPart(id: string, names: RuleNames): BilingualText | undefined {
  return [...names.criteria, ...names.specialized]
    .flatMap((one) => [...(one.parts ?? []), ...(one.any_of ?? [])])
    .find((part) => part.id === id);
}

function knownFacts(): ReadonlyMap<string, FactDescription> {
  factsByName ??= new Map(describeFacts().map((fact) => [fact.name, fact]));
  return factsByName;
}

/** The head of a label, without the explanation behind it; lower case unless it is an abbreviation ("V-LAN", "UID"). */
function shorten(label: string, explanation: RegExp, language: Language): string {
  const head = (label.split(explanation)[0] ?? label).trim();
  const second = head.charAt(1);
  const abbreviation = second === '-' || second !== second.toLocaleLowerCase(language);
  return abbreviation ? head : head.charAt(0).toLocaleLowerCase(language) + head.slice(1);
}
