import type { Language } from '../../locale/language.ts';

/** Sentences of the challenge-media probe in one language. */
export type ChallengeMediaWords = typeof vi;

/** Sentences of the challenge-media probe. */
export function challengeMediaMessages(language: Language): ChallengeMediaWords {
  return language === 'vi' ? vi : en;
}

const vi = {
  sends:
    'Không gửi gì qua mạng; đọc đĩa hoặc tệp ISO đã kết xuất, tìm ca thử thách và so từng đối tượng với ảnh gốc. Không chạy phần mềm nào trên đĩa; ảnh khác chỉ được đếm.',
  notOurs:
    'Trên đĩa này không có ảnh nào của ca thử thách; hãy kết xuất ca thử thách ra đĩa rồi khai ở mục media.',
  foreign: (count: number) =>
    `${count} đối tượng trên đĩa không phải của người bệnh thử; công cụ chỉ đếm, không giữ gì.`,
  viewerByName:
    'Phần mềm xem ảnh chỉ được nhận ra qua tên tệp; có chạy được không phải thử bằng tay.',
  capped: 'Đã dừng ở một giới hạn đọc; các số đếm chỉ là một phần.',
};

const en: ChallengeMediaWords = {
  sends:
    'Sends nothing; reads the exported disc or ISO file, looks for the challenge study and compares each object with the original. Runs no program of the medium; other images are only counted.',
  notOurs:
    'No image of the challenge study is on this medium; export the challenge study and name the medium under media.',
  foreign: (count) =>
    `${count} objects on the medium are not of the test patient; they were only counted, and nothing of them is kept.`,
  viewerByName:
    'The viewer is recognised by the names of files only; whether it starts must be tried by hand.',
  capped: 'Reading stopped at a bound; the counts are a part only.',
};
