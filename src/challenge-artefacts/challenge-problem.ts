import type { Language } from '../locale/language.ts';
import type { LoadedChallenge } from './load-challenge.ts';

type Problem = Extract<LoadedChallenge, { ok: false }>['problem'];

/** In one sentence: why the challenge study is not known. */
export function tellChallengeProblem(problem: Problem, language: Language): string {
  return (language === 'vi' ? vi : en)[problem];
}

const vi: Readonly<Record<Problem, string>> = {
  missing:
    'Không thấy recipe.json trong thư mục của ca thử thách; chạy rispacs challenge make rồi khai thư mục đó ở challenge.folder.',
  unreadable: 'Không đọc được recipe.json của ca thử thách; kiểm tra quyền đọc và cỡ của tệp.',
  invalid:
    'recipe.json không phải công thức của phiên bản này; làm lại ca thử thách bằng rispacs challenge make.',
};

const en: Readonly<Record<Problem, string>> = {
  missing:
    'There is no recipe.json in the folder of the challenge study; run rispacs challenge make and name its folder under challenge.folder.',
  unreadable:
    'The recipe.json of the challenge study cannot be read; check its permissions and size.',
  invalid:
    'recipe.json is not a recipe of this version; make the challenge study again with rispacs challenge make.',
};
