import type { Finding } from '../findings/finding.ts';
import { outcomeNames, partStateNames } from '../report/labels.ts';
import { shortenText } from '../report/printable-text.ts';
import type { OpenCriterion, OpenGroup } from './open-criteria.ts';
import { type AttestSession, pickText } from './session.ts';

/** The list of open criteria, one line each. */
export function showOpenGroups(session: AttestSession, groups: readonly OpenGroup[]): void {
  const { dialogue, language } = session;
  for (const group of groups) {
    dialogue.say('', group[language]);
    for (const { criterion, finding } of group.open) {
      const needs = outcomeNames[finding.outcome][language];
      const line = `  ${criterion.id.padEnd(8)} ${needs.padEnd(24)} ${criterion[language]}`;
      dialogue.say(shortenText(line, dialogue.width));
    }
  }
  dialogue.say('');
}

/** Everything about one criterion that helps to answer it. */
export function showCriterion(session: AttestSession, { criterion, finding }: OpenCriterion): void {
  const { dialogue, language } = session;
  const say = (indent: string, text: string) =>
    dialogue.say(...wrapText(text, dialogue.width, indent));
  dialogue.say('', '-'.repeat(Math.min(dialogue.width, 72)));
  say('', `${criterion.id} · ${criterion.source.row}`);
  say('', `${pickText(session, 'Dự thảo ghi', 'The draft says')}: "${criterion.vi}"`);
  for (const sub of criterion.vi_sub ?? []) say('  ', `- ${sub}`);
  if (language === 'en') say('', `In English: ${criterion.en}`);
  const states = new Map(finding.parts.map((one) => [one.id, partStateNames[one.state][language]]));
  const parts = [...(criterion.parts ?? []), ...(criterion.any_of ?? [])];
  if (parts.length > 0) {
    say(
      '',
      criterion.parts
        ? pickText(session, 'Gồm các ý, phải đủ cả:', 'Parts, all of them required:')
        : pickText(session, 'Một trong các ý sau là đủ:', 'One of these is enough:'),
    );
    for (const part of parts)
      say('  ', `${part.id} [${states.get(part.id) ?? '?'}] ${part[language]}`);
  }
  if (criterion.demonstrate) {
    say('', pickText(session, 'Cần cho xem:', 'To be shown:'));
    for (const point of criterion.demonstrate) say('  ', `- ${point[language]}`);
  }
  say(
    '',
    `${pickText(session, 'Cách kiểm tra bằng tay', 'How to check by hand')}: ${criterion.by_hand[language]}`,
  );
  showState(session, finding);
}

/** Where a criterion stands now and what it lacks. */
export function showState(session: AttestSession, finding: Finding): void {
  const { dialogue, language } = session;
  const now = outcomeNames[finding.outcome][language];
  dialogue.say(`${pickText(session, 'Hiện nay', 'Now')}: ${now}`);
  for (const one of finding.missing) dialogue.say(...wrapText(`- ${one}`, dialogue.width, '  '));
}

/** Breaks a text into lines of at most `width` characters; further lines are indented by two more. */
export function wrapText(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  let isEmpty = true;
  for (const word of text.split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}  ${word}`;
    } else line = isEmpty ? `${line}${word}` : `${line} ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
