import type { Language } from '../locale/language.ts';
import type { ViewOutcome } from '../probes/viewer/facts.ts';
import type { AttachedPicture } from './attached/read-pictures.ts';
import type { AttachedRecipe } from './attached/read-recipes.ts';

type PictureProblem = Extract<AttachedPicture, { ok: false }>['problem'];
type RecipeProblem = Extract<AttachedRecipe, { ok: false }>['problem'];

const vietnamese = {
  title: (runCode: string) => `Trình diễn có hướng dẫn trên ca thử thách, lượt ${runCode}`,
  note: 'Ca thử thách là ca chụp tổng hợp, mới cho mỗi lượt. Người trình diễn làm từng chức năng trên trình xem của chính cơ sở; công cụ đọc mã trong ảnh chụp, so mã gõ lại và trị số đo với điều đã biết trước.',
  counts: (shown: string, cannot: string, left: string) =>
    `${shown} bước đã trình diễn và kiểm đúng, ${cannot} bước người trình diễn nói không làm được, ${left} bước không làm hoặc chưa xong trong lượt này.`,
  factsCaption: 'Ai làm, ai chứng kiến, và làm lại bằng gì',
  examiners: 'Người trình diễn',
  witnesses: 'Số người chứng kiến',
  noWitness: 'không có',
  someWitnesses: (least: string, most: string) =>
    least === most ? `${most} ở mọi bước` : `từ ${least} đến ${most}, tùy bước`,
  time: 'Thời gian',
  issuer: 'Ai chọn chuỗi gốc',
  issuers: { facility: 'Cơ sở', council: 'Hội đồng (theo công thức của ca)' },
  limits: {
    bare: 'Giới hạn: người giữ tệp của ca có thể dựng các mã ở nơi khác. Kết quả này có giá trị trước Hội đồng khi Hội đồng cấp chuỗi gốc và có thành viên chứng kiến (mục IX); lượt này chưa đủ hai điều đó.',
    witnessed:
      'Chuỗi gốc được ghi là do Hội đồng cấp và mọi bước đều có người chứng kiến. Công cụ không biết người chứng kiến có phải thành viên Hội đồng hay không; Hội đồng đối chiếu với biên bản.',
  },
  seed: 'Chuỗi gốc (seed)',
  redo: 'Làm lại để so',
  redoText:
    'Từ thư mục của bộ hồ sơ; ca tạo lại phải giống từng byte, và mỗi hình đọc lại phải cho cùng kết quả:',
  folder: 'KIEM_LAI',
  picture: 'HÌNH',
  recipeProblems: {
    none: 'Bản ghi không kèm công thức của ca.',
    missing: 'Không đọc được công thức của ca: tệp không có trong bộ hồ sơ hoặc quá lớn.',
    damaged: 'Công thức của ca không đúng mã SHA-256 đã ghi, tức là đã bị sửa.',
    'unknown-form': 'Tệp công thức của ca không đúng dạng của công cụ.',
  } satisfies Record<RecipeProblem, string>,
  otherRun: (runCode: string) =>
    `Chuỗi gốc trong công thức cho lượt ${runCode}, khác với lượt của bản ghi: cần làm rõ.`,
  otherVersion:
    'Ca này do một phiên bản khác của công cụ dựng; chỉ phiên bản ghi ở dòng Nhật ký tạo lại được đúng từng byte.',
  log: 'Nhật ký',
  record: 'Bản ghi',
  stepsCaption: 'Kịch bản đã theo, từng bước',
  criterion: 'Tiêu chí',
  function: 'Chức năng và việc đã làm',
  result: 'Kết quả',
  checked: 'Kiểm bằng, mong đợi và nhận được',
  deviation: 'Sai lệch (cho phép)',
  at: 'Lúc',
  shown: 'Kiểm đúng',
  cannotShow: 'Không làm được',
  notDone: 'Không làm',
  cannotShowText: 'Người trình diễn nói không làm được.',
  notDoneText: 'Không có kết quả trong lượt này.',
  byPicture: 'Ảnh chụp; đọc được mã của lượt này',
  byHiddenCode: 'Ảnh chụp; đọc được mã ẩn của lượt này',
  image: (name: string) => `: ${name}`,
  byCode: (expected: string, typed: string) => `Mã đúng: ${expected}; đã gõ: ${typed}`,
  byValue: (expected: string, typed: string) => `Biết trước: ${expected}; đã đo: ${typed}`,
  byStatement: 'Chỉ là lời của người trình diễn',
  wrongBefore: (count: string) => `gõ chưa đúng trước đó: ${count} lần`,
  figureWord: 'Hình',
  deviates: (percent: string, tolerance: string) => `${percent} (±${tolerance})`,
  peopleCaption: 'Điều chỉ người chứng kiến thấy trong lượt này, ghi thành xác nhận',
  by: 'Người xác nhận',
  date: 'Ngày',
  moreSteps: (count: string) => `và ${count} dòng khác, xem assessment.json trong bộ hồ sơ.`,
  fromAnnexI: 'kịch bản',

  viewersTitle: 'Trình xem ảnh trên web, mở bằng trình duyệt',
  viewersNote:
    'Trình duyệt của công cụ mở đường dẫn tới ca thử thách. Chỉ "hiện ra đúng ca thử" là bằng chứng; máy tính bảng và điện thoại là do trình duyệt giả làm.',
  viewersCaption: 'Kết quả trên từng loại màn hình',
  viewer: 'Trình xem',
  screen: 'Màn hình',
  seenFrom: 'Nhìn từ',
  ending: 'Kết quả',
  firstImage: 'Ảnh đầu tiên sau',
  imageSide: 'Cạnh ngắn của ảnh',
  seconds: (value: string) => `${value} s`,
  pixels: (value: string) => `${value} px`,
  outcomes: {
    rendered: 'hiện ra đúng ca thử',
    'no-image': 'không thấy ảnh của ca thử',
    covered: 'bị che, không kết luận được',
    'too-small': 'ảnh quá nhỏ, không kết luận được',
    'login-needed': 'đòi đăng nhập',
    'error-page': 'trang báo lỗi',
    'another-study': 'hiện ra ca khác',
    elsewhere: 'chuyển sang máy không khai',
    download: 'tải tệp xuống',
    blank: 'trang trống',
    timeout: 'hết giờ khi còn đang tải',
  } satisfies Record<ViewOutcome, string>,

  shotsTitle: 'Ảnh chụp màn hình',
  shotsNote:
    'Chỉ in ảnh của ca thử thách do hai phép dò trên giữ lại: đã cắt sát ảnh thử lúc nhận, phần khác tô đen, nên không còn thấy chỗ của ảnh trên màn hình. Mỗi hình là bản vẽ lại (JPEG) của tệp có mã SHA-256 ghi kèm. Tệp kèm xác nhận hoặc hồ sơ không bao giờ in ra, vì có thể cho thấy người bệnh.',
  figure: (number: string) => `Hình ${number}.`,
  ofStep: (place: string, total: string) => ` (${place}/${total})`,
  run: (runCode: string) => `lượt ${runCode}`,
  size: (width: string, height: string) => `${width} × ${height} điểm ảnh`,
  alt: (step: string, runCode: string, shows: string) =>
    `Ảnh chụp trình xem ở bước ${step}, lượt ${runCode}${shows}. Phần ngoài ảnh thử đã tô đen.`,
  altViewer: (viewer: string, screen: string, outcome: string) =>
    `Trang xem ảnh ${viewer} trên màn hình ${screen}: ${outcome}. Phần ngoài ảnh thử đã tô đen.`,
  showing: (name: string) => `, cho thấy ${name}`,
  onScreen: (viewer: string, screen: string) => `Trình xem ${viewer}, ${screen}`,
  problems: {
    missing: 'Không in được: tệp không có trong bộ hồ sơ hoặc quá lớn.',
    damaged: 'Không in: tệp không đúng mã SHA-256 đã ghi, tức là đã bị sửa.',
    unnamed: 'Không in được: bản ghi không kèm tệp có mã này.',
    unreadable: 'Không in được: tệp không phải ảnh PNG hay JPEG đọc được.',
    'too-large': 'Không in: ảnh quá lớn để mở an toàn.',
    'of-statement':
      'Không in: tệp này cũng kèm một xác nhận hoặc hồ sơ, có thể cho thấy người bệnh.',
  } satisfies Record<PictureProblem, string>,
  restLead: 'Các hình khác không in ở đây, xem trong bộ hồ sơ:',
  moreRest: (count: string) => `và ${count} hình khác.`,
};

/** The same words in every language; a missing one does not compile. */
export type WalkWords = typeof vietnamese;

const english: WalkWords = {
  title: (runCode) => `Guided walk through the challenge study, run ${runCode}`,
  note: "The challenge study is synthetic and new for each run. The examiner performs each function in the facility's own viewer; the tool reads the codes in screenshots and compares typed codes and measured values with what is known.",
  counts: (shown, cannot, left) =>
    `${shown} steps were shown and found right, ${cannot} could not be shown by the examiner's own word, ${left} were not taken or not finished in this run.`,
  factsCaption: 'Who performed, who watched, and what makes it again',
  examiners: 'Examiner',
  witnesses: 'Number of witnesses',
  noWitness: 'none',
  someWitnesses: (least, most) =>
    least === most ? `${most} at every step` : `${least} to ${most}, by step`,
  time: 'Time',
  issuer: 'Who chose the seed',
  issuers: { facility: 'The facility', council: 'The council (by the recipe of the study)' },
  limits: {
    bare: 'Limit: whoever holds the files of the study could render the codes elsewhere. This counts before a council when the council issued the seed and a member watched (section IX); this run has not both.',
    witnessed:
      'The seed is recorded as issued by the council, and every step had witnesses. The tool does not know whether they are members of the council; the council compares with its minutes.',
  },
  seed: 'Seed',
  redo: 'To make it again and compare',
  redoText:
    'From the folder of the dossier; the study made again has to be the same byte for byte, and each picture has to read the same:',
  folder: 'AGAIN',
  picture: 'PICTURE',
  recipeProblems: {
    none: 'The record comes without the recipe of the study.',
    missing: 'The recipe could not be read: it is not in the dossier, or it is too large.',
    damaged: 'The recipe has not the recorded SHA-256, so it was changed.',
    'unknown-form': 'The file of the recipe has not the form of this tool.',
  },
  otherRun: (runCode) =>
    `The seed of the recipe gives run ${runCode}, another one than the record names: to be cleared up.`,
  otherVersion:
    'Another version of the tool drew this study; only the version in the line Log makes the same bytes.',
  log: 'Log',
  record: 'Record',
  stepsCaption: 'The script that was followed, step by step',
  criterion: 'Criterion',
  function: 'Function, and what was done',
  result: 'Result',
  checked: 'Checked by, expected and received',
  deviation: 'Deviation (allowed)',
  at: 'When',
  shown: 'Found right',
  cannotShow: 'Cannot be shown',
  notDone: 'Not taken',
  cannotShowText: 'The examiner says that it cannot be shown.',
  notDoneText: 'No result in this run.',
  byPicture: 'Screenshot; the code of this run was read',
  byHiddenCode: 'Screenshot; the hidden code of this run was read',
  image: (name) => `: ${name}`,
  byCode: (expected, typed) => `Right code: ${expected}; typed: ${typed}`,
  byValue: (expected, typed) => `Known: ${expected}; measured: ${typed}`,
  byStatement: "The examiner's word only",
  wrongBefore: (count) => `wrong entries before: ${count}`,
  figureWord: 'Figure',
  deviates: (percent, tolerance) => `${percent} (±${tolerance})`,
  peopleCaption: 'What only witnesses saw in this run, recorded as attestations',
  by: 'Attested by',
  date: 'Date',
  moreSteps: (count) => `and ${count} more rows, see assessment.json in the dossier.`,
  fromAnnexI: 'script',

  viewersTitle: 'Web viewer, opened in a browser',
  viewersNote:
    'A browser of the tool opens the link to the challenge study. Only "shows the test study" is evidence; tablet and phone are a browser that takes their part.',
  viewersCaption: 'How it ended on each kind of screen',
  viewer: 'Viewer',
  screen: 'Screen',
  seenFrom: 'Seen from',
  ending: 'Ending',
  firstImage: 'First image after',
  imageSide: 'Shorter side of the image',
  seconds: (value) => `${value} s`,
  pixels: (value) => `${value} px`,
  outcomes: {
    rendered: 'shows the test study',
    'no-image': 'no image of the test study seen',
    covered: 'covered, not conclusive',
    'too-small': 'image too small, not conclusive',
    'login-needed': 'asks for a log-in',
    'error-page': 'error page',
    'another-study': 'shows another study',
    elsewhere: 'goes to an undeclared host',
    download: 'downloads a file',
    blank: 'blank page',
    timeout: 'still loading when the time was over',
  },

  shotsTitle: 'Screenshots',
  shotsNote:
    'Only pictures of the challenge study that the two probes above kept are printed: cropped to the test images when they were taken, with the rest black, so that their place on the screen is no longer seen. Each is drawn anew (JPEG) from the file whose SHA-256 is given. Files attached to attestations or documents are never printed, since they may show a patient.',
  figure: (number) => `Figure ${number}.`,
  ofStep: (place, total) => ` (${place}/${total})`,
  run: (runCode) => `run ${runCode}`,
  size: (width, height) => `${width} × ${height} pixels`,
  alt: (step, runCode, shows) =>
    `Screenshot of the viewer at step ${step}, run ${runCode}${shows}. All but the test images is black.`,
  altViewer: (viewer, screen, outcome) =>
    `Web viewer ${viewer} on a ${screen} screen: ${outcome}. All but the test images is black.`,
  showing: (name) => `, showing ${name}`,
  onScreen: (viewer, screen) => `Viewer ${viewer}, ${screen}`,
  problems: {
    missing: 'Not printed: the file is not in the dossier, or it is too large.',
    damaged: 'Not printed: the file has not the recorded SHA-256, so it was changed.',
    unnamed: 'Not printed: the record has no file with this hash.',
    unreadable: 'Not printed: the file is no PNG or JPEG picture that can be read.',
    'too-large': 'Not printed: the picture is too large to be opened safely.',
    'of-statement':
      'Not printed: an attestation or document has the same file, which may show a patient.',
  },
  restLead: 'Other pictures, not printed here, are in the dossier:',
  moreRest: (count) => `and ${count} more pictures.`,
};

/** Words of the guided walk, its pictures, and the web viewers. */
export function walkWords(language: Language): WalkWords {
  return language === 'vi' ? vietnamese : english;
}
