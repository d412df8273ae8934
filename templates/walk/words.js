import { readDraft, writeDraft } from './drafts.js';

const languageKey = 'rispacs:language';

const words = {
  vi: {
    page: 'Trình diễn trên ca thử thách',
    run: (code) => `lượt ${code}`,
    count: (done, all) => `Xong ${done}/${all} bước`,
    otherLanguage: 'English',
    people: 'Người tham gia',
    list: 'Các bước',
    states: {
      open: 'chưa làm',
      partly: 'đang dở',
      demonstrated: 'ĐẠT',
      attested: 'ĐÃ XÁC NHẬN',
      'cannot-show': 'không làm được',
    },
    continueWith: 'Bước tiếp theo',
    allDone: 'Đã xong mọi bước. Báo người chạy công cụ: có thể nhấn Ctrl-C.',
    onlyOpen: 'Chỉ hiện các bước chưa xong',
    criterion: (id) => `Tiêu chí ${id}`,
    step: (number, all) => `Bước ${number}/${all}`,
    peopleIntro:
      'Tên được ghi vào hồ sơ cùng mỗi kết quả. Các bước chỉ có lời người làm cần hai người chứng kiến.',
    examiner: 'Người trình diễn',
    witness: (number) => `Người chứng kiến ${number}`,
    name: 'Họ và tên',
    role: 'Chức vụ',
    organisation: 'Đơn vị (nếu khác)',
    addWitness: 'Thêm người chứng kiến',
    removeWitness: (number) => `Bỏ người chứng kiến ${number}`,
    savePeople: 'Ghi và bắt đầu',
    fewWitnesses:
      'Mới có ít hơn hai người chứng kiến: các bước chỉ có lời người làm chưa nhận được.',
    open: 'Mở gì',
    act: 'Làm gì',
    enter: 'Nộp gì',
    takePhoto: 'Chụp màn hình bằng điện thoại này',
    choosePicture: 'Chọn tệp ảnh',
    pasteHint: 'Hoặc dán ảnh chụp màn hình (Ctrl+V), hoặc kéo thả tệp vào trang này.',
    pictures: (now, most) => `Đã nhận ${now}/${most} ảnh.`,
    sendingPicture: 'Đang gửi và đọc ảnh…',
    sendingFile: (name) => `Đang gửi ${name}…`,
    sending: 'Đang gửi…',
    send: 'Nộp',
    points: 'Những điểm đã thấy',
    seen: 'Đã thấy gì',
    addPhoto: 'Chụp thêm ảnh',
    addFile: 'Thêm ảnh hoặc tệp PDF',
    files: 'Tệp sẽ nộp kèm',
    noFiles: 'Chưa có tệp nào.',
    removeFile: (name) => `Bỏ ${name}`,
    remove: 'Bỏ',
    cannotShow: 'Không trình diễn được',
    reason: 'Lý do',
    sendReason: 'Ghi là không trình diễn được',
    soFar: 'Đã ghi nhận',
    stepDone: 'Bước này đã xong.',
    next: 'Bước sau',
    previous: 'Bước trước',
    emptyField: 'Chưa nhập gì.',
    tooLarge: (megabytes) => `Tệp lớn hơn ${megabytes} MB.`,
    emptyFile: 'Tệp trống.',
    noContact:
      'Không liên lạc được với công cụ. Những gì đã nhận vẫn còn; kiểm tra mạng, xem công cụ còn chạy không, rồi gửi lại.',
    ended:
      'Đường dẫn này không còn vào được: công cụ đã chạy lại hoặc phiên đã hết. Xin người chạy công cụ một đường dẫn mới; chữ đang gõ vẫn được giữ trong trình duyệt này.',
    wait: 'Đang gửi thứ trước đó; đợi một chút.',
  },
  en: {
    page: 'Demonstration on the challenge study',
    run: (code) => `run ${code}`,
    count: (done, all) => `${done} of ${all} steps done`,
    otherLanguage: 'Tiếng Việt',
    people: 'People',
    list: 'Steps',
    states: {
      open: 'open',
      partly: 'partly',
      demonstrated: 'SHOWN',
      attested: 'ATTESTED',
      'cannot-show': 'cannot show',
    },
    continueWith: 'Next step',
    allDone: 'All steps are done. Tell the person who runs the tool: Ctrl-C may be pressed.',
    onlyOpen: 'Only steps that are not done',
    criterion: (id) => `Criterion ${id}`,
    step: (number, all) => `Step ${number} of ${all}`,
    peopleIntro:
      'The names are kept with each result. Steps that rest on words need two witnesses.',
    examiner: 'Examiner',
    witness: (number) => `Witness ${number}`,
    name: 'Name',
    role: 'Role',
    organisation: 'Organisation (if another)',
    addWitness: 'Add a witness',
    removeWitness: (number) => `Remove witness ${number}`,
    savePeople: 'Keep and start',
    fewWitnesses: 'Fewer than two witnesses: steps that rest on words cannot be taken yet.',
    open: 'Open',
    act: 'Do',
    enter: 'Hand in',
    takePhoto: 'Photograph the screen with this phone',
    choosePicture: 'Choose a picture',
    pasteHint: 'Or paste a screenshot (Ctrl+V), or drop a file on this page.',
    pictures: (now, most) => `${now} of ${most} pictures taken.`,
    sendingPicture: 'Sending and reading the picture…',
    sendingFile: (name) => `Sending ${name}…`,
    sending: 'Sending…',
    send: 'Hand in',
    points: 'Points that were seen',
    seen: 'What was seen',
    addPhoto: 'Take another photo',
    addFile: 'Add a picture or PDF',
    files: 'Files to hand in',
    noFiles: 'No files yet.',
    removeFile: (name) => `Remove ${name}`,
    remove: 'Remove',
    cannotShow: 'It cannot be shown',
    reason: 'Reason',
    sendReason: 'Keep that it cannot be shown',
    soFar: 'Kept so far',
    stepDone: 'This step is done.',
    next: 'Next step',
    previous: 'Previous step',
    emptyField: 'Nothing was entered.',
    tooLarge: (megabytes) => `The file is larger than ${megabytes} MB.`,
    emptyFile: 'The file is empty.',
    noContact:
      'The tool cannot be reached. What was taken is safe; check the network and whether the tool is running, then send again.',
    ended:
      'This link does not open any more: the tool was started again, or the session has ended. Ask for a new link; what you typed stays in this browser.',
    wait: 'Something is being sent; wait a moment.',
  },
};

let language = 'vi';

/** The language of the page, once the run says in which it opens. */
export function startLanguage(preferred) {
  const chosen = readDraft(languageKey);
  setLanguage(chosen === 'vi' || chosen === 'en' ? chosen : preferred);
}

/** Changes to the other language. */
export function toggleLanguage() {
  setLanguage(language === 'vi' ? 'en' : 'vi');
  writeDraft(languageKey, language);
}

function setLanguage(next) {
  language = next;
  document.documentElement.lang = next;
}

/** Words of the page in its language. */
export function say() {
  return words[language];
}

/** One half of a text in both languages. */
export function pick(text) {
  return text[language];
}

/** The language that is not shown. */
export function otherLanguage() {
  return language === 'vi' ? 'en' : 'vi';
}
