import type { Checklist } from '../checklist/schema.ts';
import type { Language } from '../locale/language.ts';
import type { FactDescription } from '../probes/fact-registry.ts';
import { typeNames } from './names.ts';
import type { UsedFact } from './used-facts.ts';

/** `lan.port.linkMbps: Tốc độ liên kết … [số, Mb/s; host, switch; có thể chưa biết]`. */
export function describeFact(fact: FactDescription, language: Language): string {
  const vi = language === 'vi';
  const type = typeNames[fact.type]?.[language] ?? fact.type;
  const choices = fact.choices ? `: ${fact.choices.join(' | ')}` : '';
  const unit = fact.unit ? `, ${fact.unit}` : '';
  const unknown = fact.maybeUnknown ? (vi ? '; có thể chưa biết' : '; may be unknown') : '';
  const probes = `${vi ? 'phép đo' : 'probe'} ${fact.probes.join(', ')}`;
  return `${fact.name}: ${fact[language]} [${type}${choices}${unit}; ${probes}${unknown}]`;
}

/** A fact as a criterion uses it. */
export function describeFactUse(used: UsedFact, language: Language): string {
  const vi = language === 'vi';
  const head = used.known
    ? describeFact(used.known, language)
    : `${used.name}: ${vi ? 'không phép đo nào của phiên bản này đưa ra' : 'no probe of this version gives it'}`;
  const onlyCouncil = used.places.every((place) => place === 'council');
  if (onlyCouncil)
    return `- ${head} ${vi ? '(chỉ để nhắc Hội đồng)' : '(only for remarks to the council)'}`;
  return used.use === 'compared'
    ? `- ${head}`
    : `- ${head} ${vi ? '(để chọn dòng số liệu)' : '(chooses which rows count)'}`;
}

/** Figures of papers by name, with unit and paper. */
export function describeFigures(
  names: readonly string[],
  checklist: Pick<Checklist, 'documentKinds'>,
  language: Language,
): string[] {
  return names.map((name) => {
    const dot = name.indexOf('.');
    const kind = checklist.documentKinds.find((one) => one.id === name.slice(0, dot));
    const figure = kind?.figures?.find((one) => one.id === name.slice(dot + 1));
    if (!kind || !figure) return `- ${name}`;
    return `- ${name}: ${figure[language]}${figure.unit ? ` [${figure.unit}]` : ''} (${kind[language]})`;
  });
}
