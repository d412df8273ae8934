import type { Language } from '../../locale/language.ts';

const vietnamese = {
  intro: (computer: string, callingAe: string) =>
    `Mỗi dòng dưới đây đo lại được bằng phần mềm phổ biến (DCMTK, iperf3, OpenSSL, Net-SNMP, NUT, curl), không cần công cụ này. Máy đo lại phải ở cùng vị trí mạng với máy đo ${computer} và được PACS, RIS chấp nhận AE gọi ${callingAe}.`,
  secrets:
    'Mật khẩu, community, token không in ở đây: hỏi quản trị rồi đặt vào biến nêu trong lệnh ($COMMUNITY, $TOKEN, $ACCOUNT, $PASSWORD …). $CA là tệp PEM của CA nội bộ. Lệnh viết cho shell của Linux, macOS hoặc WSL; dòng không có lệnh là vì tên hoặc địa chỉ có ký tự không an toàn để dán, hoặc không có lệnh tương ứng.',
  tolerances:
    'Cột "Sai khác chấp nhận" do công cụ đặt để so hai lần đo, không có trong dự thảo và không dùng để xét tiêu chí.',
  without: (count: string) =>
    `${count} bản ghi khác của phép dò không đo lại được bằng một lệnh rời (ca thử nhiều bước, tệp kiểm kê, tệp cấu hình, ảnh chụp): Phụ lục III nêu tệp và mã SHA-256 để đối chiếu.`,
  more: (count: string) => `Còn ${count} dòng khác; cách đo như các dòng cùng loại ở trên.`,
  commandOf: 'Lệnh',
  noCommand: 'Không in lệnh.',
  thisComputer: (name: string, addresses: string) => `${name} (địa chỉ IP ${addresses})`,
  noAddress: 'chưa ghi',
  unnamedComputer: 'đã chạy công cụ',
  dicomTarget: (at: string, calling: string, called: string) =>
    `${at}; AE gọi ${calling}, AE được gọi ${called}`,
  overTls: 'Qua TLS; khóa và chứng thư của bên gọi nếu nút đòi.',
  echo: 'Một association, một C-ECHO.',
  associationAccepted: 'Association được chấp nhận',
  associationRefused: 'Association bị từ chối',
  statusEqualTimeNot: 'Mã trạng thái phải bằng. Thời gian chỉ để tham khảo.',
  find: 'Chỉ hỏi mã người bệnh thử RISPACS-TEST hoặc một UID không có thật. Số câu trả lời là số dòng "Find Response … (Pending)".',
  levels: {
    patient: 'người bệnh',
    study: 'ca chụp',
    series: 'sê-ri',
    image: 'ảnh',
    worklist: 'danh sách chờ',
  } as Readonly<Record<string, string>>,
  findFigure: (level: string, status: string, answers: string | undefined) =>
    `${level}: ${status}${answers === undefined ? '' : `, ${answers} câu trả lời`}`,
  unanswered: 'không hỏi được (lớp bị từ chối hoặc không trả lời)',
  findTolerance:
    'Mã trạng thái phải bằng. Số câu trả lời bằng khi dữ liệu thử còn như lúc đo; 0 sau khi đã xóa.',
  negotiate: (name: string) =>
    `thu.dcm là một tệp ${name} giả, không nén, ví dụ làm bằng dump2dcm (không dùng ảnh người bệnh thật). Lệnh LƯU tệp vào kho nếu kho nhận: xin phép, rồi xóa. Thay tùy chọn để thử cú pháp khác; đọc dòng "Accepted Transfer Syntax".`,
  accepted: (list: string) => `nhận ${list}`,
  refused: (list: string) => `từ chối ${list}`,
  negotiateTolerance: 'Nhận hoặc từ chối phải như đã ghi.',
  lanTarget: (at: string, from: string | undefined) =>
    from === undefined ? at : `${at}, đo từ ${from}`,
  lanRuns: (runs: string, seconds: string, omit: string, streams: string) =>
    `${runs} lần mỗi chiều, mỗi lần ${seconds} giây, bỏ ${omit} giây đầu, ${streams} luồng TCP; gửi và nhận xen kẽ.`,
  ceiling: (mbps: string) => `Trần đặt trước ${mbps} Mb/s, chia đều cho các luồng.`,
  formula: (wire: number, payload: number) => `Tốc độ dây = dữ liệu TCP × ${wire}/${payload}.`,
  readReceiver: 'Đọc số ở dòng "receiver". Gửi: từ máy đo tới máy chủ đo; nhận: thêm -R.',
  lanFigure: (way: 'up' | 'down', median: string, wire: string) =>
    `${way === 'up' ? 'Gửi' : 'Nhận'}: trung vị ${median} Mb/s dữ liệu, ${wire} Mb/s trên dây`,
  medianTolerance: (percent: string) =>
    `Coi là khớp nếu trung vị của cùng số lần đo lệch không quá ${percent} %.`,
  lanNotComparable:
    'Không so bằng số: máy đo là giới hạn, không phải mạng; chỉ xem lệnh chạy tới cùng.',
  internet: (streams: string, seconds: string) =>
    `Mở trang đo này bằng trình duyệt, không có ai khác dùng đường truyền; công cụ đã đo bằng ${streams} luồng trong ${seconds} giây mỗi lần.`,
  internetFigure: (way: 'up' | 'down', median: string) =>
    `${way === 'up' ? 'Tải lên' : 'Tải xuống'}: trung vị ${median} Mb/s dữ liệu`,
  internetTolerance:
    'Đường truyền thay đổi theo giờ: so trung vị của nhiều lần, cùng khung giờ; không đặt sai khác.',
  systemCa: 'Tin cậy theo CA của hệ điều hành.',
  ownCa: 'Tin cậy theo CA nội bộ: $CA.',
  noTls: 'Cổng không bắt tay TLS',
  chainTrusted: 'chuỗi chứng thư kiểm được',
  chainNotTrusted: 'chuỗi chứng thư không kiểm được',
  tlsTolerance:
    'Ngày hết hạn phải bằng nếu chưa thay chứng thư. Phiên bản và bộ mã bằng khi OpenSSL từ 1.1.1 trở lên, cấu hình mặc định.',
  fromOutside: 'Từ mạng ngoài bệnh viện, một yêu cầu GET.',
  fromInside: 'Từ mạng trong bệnh viện, một yêu cầu GET.',
  firstByte: (ms: string) => `byte đầu sau ${ms} ms`,
  httpTolerance: 'Mã HTTP phải bằng. Thời gian chỉ để tham khảo.',
  qido: 'QIDO-RS chỉ hỏi mã người bệnh thử RISPACS-TEST; lệnh in số câu trả lời.',
  signIn: 'Đăng nhập: $TOKEN, hoặc $ACCOUNT và $PASSWORD.',
  qidoFigure: (level: string, status: string, answers: string | undefined) =>
    `${level}: HTTP ${status}${answers === undefined ? '' : `, ${answers} câu trả lời`}`,
  snmp: (version: string) => `SNMP ${version}, chỉ đọc.`,
  tables: (names: string) => `Lần lượt: ${names}.`,
  portsUp: (up: string, slow: string) =>
    `${up} cổng Ethernet đang nối, ${slow} cổng dưới 1000 Mb/s`,
  vlan: (number: string, name: string | undefined, ports: string) =>
    `VLAN ${number}${name === undefined ? '' : ` (${name})`}: ${ports} cổng đang nối`,
  seePorts: 'từng cổng: bảng "Cổng mạng" ở trên',
  switchTolerance: 'Tốc độ và song công của cổng đang nối phải bằng; cổng có thể được cắm, rút.',
  nut: 'NUT, chỉ đọc.',
  runtime: (seconds: string, minutes: string) =>
    `battery.runtime ${seconds} giây (${minutes} phút)`,
  upsTolerance: 'Trạng thái phải bằng khi có điện lưới. Mức nạp, tải, thời gian chạy đổi theo lúc.',
  databaseAccount: 'Tài khoản chỉ đọc; chương trình hỏi mật khẩu nếu cần.',
  equalUnlessUpdated: 'Phải bằng, trừ khi đã cập nhật.',
  balancer: 'Thống kê CSV của HAProxy: đếm dòng của mỗi nhóm có trạng thái UP.',
  backend: (name: string, active: string) => `${name}: ${active} máy cùng nhận tải`,
  balancerTolerance: 'Số máy phải bằng nếu không có máy nào dừng.',
  clock: 'Chạy trên chính máy đo.',
  offset: (ms: string) => `lệch ${ms} ms`,
  clockTolerance: 'Chỉ so cỡ lớn: đồng hồ trôi và được chỉnh theo giờ.',
  hl7: 'Chỉ mở rồi đóng kết nối.',
  hl7Message:
    'message.hl7 là bản tin hỏi đã gửi, kèm bản ghi này trong bộ hồ sơ; khung MLLP: 0BH, bản tin, 1CH 0DH.',
  connected: 'mở được kết nối',
  notConnected: 'không mở được kết nối',
  acknowledged: (type: string, code: string | undefined) => `${type}: ${code ?? 'không xác nhận'}`,
  hl7Tolerance: 'Mở được hay không và mã xác nhận (MSA-1) phải bằng.',
};

/** Words of the section on measuring again; the same keys in every language. */
export type RemeasureWords = typeof vietnamese;

const english: RemeasureWords = {
  intro: (computer, callingAe) =>
    `Every line below can be measured again with common programs (DCMTK, iperf3, OpenSSL, Net-SNMP, NUT, curl), without this tool. The computer that repeats it has to stand in the network where the measuring computer ${computer} stood, and PACS and RIS have to take the calling AE title ${callingAe}.`,
  secrets:
    'Passwords, communities and tokens are not printed: ask the administrator and put them into the variable that the command names ($COMMUNITY, $TOKEN, $ACCOUNT, $PASSWORD …). $CA is the PEM file of the internal CA. Commands are for the shell of Linux, macOS or WSL; a line has none where a name or address has a character that is not safe to paste, or where there is no such command.',
  tolerances:
    'The column "Accepted difference" is set by this tool for comparing two measurements; it is not in the draft and decides no criterion.',
  without: (count) =>
    `Other probe records that no single command repeats (cases of several steps, inventories, configuration files, screenshots): ${count}. Annex III names their files and SHA-256.`,
  more: (count) => `Lines not shown, measured like those of their kind above: ${count}.`,
  commandOf: 'Command',
  noCommand: 'No command is printed.',
  thisComputer: (name, addresses) => `${name} (IP address ${addresses})`,
  noAddress: 'not recorded',
  unnamedComputer: 'that ran the tool',
  dicomTarget: (at, calling, called) => `${at}; calling AE ${calling}, called AE ${called}`,
  overTls: "Over TLS; the caller's key and certificate where the node asks for them.",
  echo: 'One association, one C-ECHO.',
  associationAccepted: 'Association accepted',
  associationRefused: 'Association rejected',
  statusEqualTimeNot: 'The status has to be equal. Times are for information.',
  find: 'Asks only for the test patient ID RISPACS-TEST or for a UID that does not exist. The number of answers is the number of lines "Find Response … (Pending)".',
  levels: {
    patient: 'patient',
    study: 'study',
    series: 'series',
    image: 'image',
    worklist: 'worklist',
  },
  findFigure: (level, status, answers) =>
    `${level}: ${status}${answers === undefined ? '' : `, answers: ${answers}`}`,
  unanswered: 'could not be asked (class refused or no answer)',
  findTolerance:
    'The status has to be equal. The number of answers is equal while the test data is as it was then, and 0 once it was removed.',
  negotiate: (name) =>
    `thu.dcm is a made-up uncompressed ${name} file, made by dump2dcm for example (no image of a real patient). The command STORES the file where the archive takes it: ask first, remove it afterwards. Change the option to try another syntax; read the line "Accepted Transfer Syntax".`,
  accepted: (list) => `accepts ${list}`,
  refused: (list) => `refuses ${list}`,
  negotiateTolerance: 'Acceptance and refusal have to be as recorded.',
  lanTarget: (at, from) => (from === undefined ? at : `${at}, measured from ${from}`),
  lanRuns: (runs, seconds, omit, streams) =>
    `Runs each way: ${runs}, of ${seconds} s, the first ${omit} s left out, TCP streams: ${streams}; sending and receiving in turn.`,
  ceiling: (mbps) => `Ceiling of ${mbps} Mb/s, shared evenly by the streams.`,
  formula: (wire, payload) => `Wire rate = TCP payload × ${wire}/${payload}.`,
  readReceiver:
    'Read the line "receiver". Sending is from the measuring computer to the server; for receiving add -R.',
  lanFigure: (way, median, wire) =>
    `${way === 'up' ? 'Sending' : 'Receiving'}: median ${median} Mb/s of payload, ${wire} Mb/s on the wire`,
  medianTolerance: (percent) =>
    `Agrees when the median of as many runs is within ${percent} % of this one.`,
  lanNotComparable:
    'Figures cannot be compared: the measuring computer is the limit, not the network; see only that the command ends well.',
  internet: (streams, seconds) =>
    `Open this test page in a browser while nobody else uses the line; this tool measured with TCP streams: ${streams}, ${seconds} s per run.`,
  internetFigure: (way, median) =>
    `${way === 'up' ? 'Upload' : 'Download'}: median ${median} Mb/s of payload`,
  internetTolerance:
    'Lines vary with the hour: compare medians of several runs at the same hours; no difference is set.',
  systemCa: 'Trust by the CAs of the operating system.',
  ownCa: 'Trust by the internal CA: $CA.',
  noTls: 'The port does no TLS handshake',
  chainTrusted: 'the chain can be verified',
  chainNotTrusted: 'the chain cannot be verified',
  tlsTolerance:
    'The last day has to be equal unless the certificate was replaced. Version and cipher are equal with OpenSSL 1.1.1 or later as it comes.',
  fromOutside: 'From outside the hospital network, one GET.',
  fromInside: 'From inside the hospital network, one GET.',
  firstByte: (ms) => `first byte after ${ms} ms`,
  httpTolerance: 'The HTTP status has to be equal. Times are for information.',
  qido: 'QIDO-RS for the test patient ID RISPACS-TEST only; the command prints the number of answers.',
  signIn: 'Signing in: $TOKEN, or $ACCOUNT and $PASSWORD.',
  qidoFigure: (level, status, answers) =>
    `${level}: HTTP ${status}${answers === undefined ? '' : `, answers: ${answers}`}`,
  snmp: (version) => `SNMP ${version}, read only.`,
  tables: (names) => `In turn: ${names}.`,
  portsUp: (up, slow) => `Ethernet ports up: ${up}; below 1000 Mb/s: ${slow}`,
  vlan: (number, name, ports) =>
    `VLAN ${number}${name === undefined ? '' : ` (${name})`}, ports up: ${ports}`,
  seePorts: 'each port: table "Network ports" above',
  switchTolerance:
    'Speed and duplex of ports that are up have to be equal; cables may be plugged and pulled.',
  nut: 'NUT, read only.',
  runtime: (seconds, minutes) => `battery.runtime ${seconds} s (${minutes} min)`,
  upsTolerance: 'The status has to be equal while on mains. Charge, load and runtime vary.',
  databaseAccount: 'A read-only account; the program asks for a password where needed.',
  equalUnlessUpdated: 'Has to be equal unless updated since.',
  balancer: 'CSV statistics of HAProxy: count the lines of each group that are UP.',
  backend: (name, active) => `${name}, servers sharing the load: ${active}`,
  balancerTolerance: 'The number has to be equal unless a server is down.',
  clock: 'On the measuring computer itself.',
  offset: (ms) => `offset ${ms} ms`,
  clockTolerance: 'Only the magnitude: clocks drift and are set again.',
  hl7: 'Opens a connection and closes it.',
  hl7Message:
    'message.hl7 is the query that was sent, attached to this record in the dossier; MLLP frame: 0BH, the message, 1CH 0DH.',
  connected: 'takes a connection',
  notConnected: 'takes no connection',
  acknowledged: (type, code) => `${type}: ${code ?? 'not acknowledged'}`,
  hl7Tolerance: 'Connection and acknowledgement code (MSA-1) have to be equal.',
};

/** Words in the report's language. */
export function remeasureWords(language: Language): RemeasureWords {
  return language === 'vi' ? vietnamese : english;
}
