import type { Check, Say } from './check.ts';

/** The Node versions that package.json asks for, as `>=22.19`. */
export function checkNode(say: Say, version: string, required: string): Check {
  const least = numbersOf(required).join('.');
  const base = {
    id: 'node',
    title: 'Node',
    details: { version, required },
  };
  if (isAtLeast(version, required)) {
    return {
      ...base,
      state: 'ok',
      found: say(`Phiên bản ${version}.`, `Version ${version}.`),
    };
  }
  return {
    ...base,
    state: 'error',
    blocks: 'assessment',
    found: say(
      `Phiên bản ${version}; công cụ cần từ ${least} trở lên.`,
      `Version ${version}; the tool needs ${least} or newer.`,
    ),
    advice: say(
      'Cài Node 24, hoặc chạy npm ci trong thư mục của rispacs để có kèm Node 24.',
      'Install Node 24, or run npm ci in the rispacs folder, which brings Node 24 along.',
    ),
  };
}

function isAtLeast(version: string, required: string): boolean {
  const wanted = numbersOf(required);
  const have = numbersOf(version);
  for (const [index, want] of wanted.entries()) {
    const got = have[index] ?? 0;
    if (got !== want) return got > want;
  }
  return true;
}

function numbersOf(text: string): number[] {
  return (text.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}
