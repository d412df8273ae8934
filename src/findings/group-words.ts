import { challengeGroupWords } from './challenge-group-words.ts';
import type { GroupWords } from './group-words-type.ts';
import { imageGroupWords } from './image-group-words.ts';
import { systemGroupWords } from './system-group-words.ts';

/** How findings speak of each fact group, by its name. */
export const groupWords: Readonly<Record<string, GroupWords>> = {
  ...systemGroupWords,
  ...imageGroupWords,
  ...challengeGroupWords,
};
