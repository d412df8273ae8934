import type { Language } from '../../locale/language.ts';
import type { ReadingNote } from './cluster-reading.ts';
import type { FetchedText } from './fetch-text.ts';
import type { RedundancyTarget } from './target.ts';

type Nowhere = Extract<RedundancyTarget, { from: 'nowhere' }>['why'];
type NotFetched = Exclude<FetchedText, { kind: 'text' }>;
type Kind = RedundancyTarget['kind'];

/** Sentences of the redundancy probe. */
export interface RedundancyMessages {
  readonly sends: Readonly<Record<RedundancyTarget['from'], string>>;
  readonly nowhere: (why: Nowhere, kind: Kind) => string;
  readonly notFetched: (fetched: NotFetched, at: string) => string;
  readonly foreign: (subject: string, kind: Kind) => string;
  readonly hidden: (subject: string) => string;
  readonly reported: (subject: string, message: string) => string;
  readonly secretInside: string;
  readonly notes: Readonly<Record<ReadingNote, string>>;
}

const vi: RedundancyMessages = {
  sends: {
    file: 'Không gửi gì qua mạng; đọc tệp kết quả lệnh đã chép từ máy chủ.',
    url: 'GET trạng thái cụm của Patroni. Chỉ đọc.',
    database:
      'Đăng nhập và hỏi trạng thái sao chép của máy chủ cơ sở dữ liệu (SELECT, SHOW STATUS). Chỉ đọc.',
    nowhere: 'Không làm gì: chưa ghi đọc từ đâu.',
  },
  nowhere: (why, kind) => {
    switch (why) {
      case 'no-source':
        return `Chưa ghi đọc ${kind} từ đâu: ghi file (kết quả lệnh nêu trong README của phép đo)${kind === 'patroni' ? ', hoặc url' : ''}${['postgresql', 'galera', 'sqlserver-ag'].includes(kind) ? ', hoặc database' : ''}.`;
      case 'unknown-database':
        return 'Mục database không có trong databases của tệp cơ sở.';
      case 'other-product':
        return `Không đọc được ${kind} từ loại cơ sở dữ liệu ấy (cách làm: kiểm tra kind và database).`;
    }
  },
  notFetched: (fetched, at) => {
    switch (fetched.kind) {
      case 'unreachable':
        return `Không tới được ${at} (${fetched.code}) (cách làm: kiểm tra địa chỉ, tường lửa và tệp ca).`;
      case 'timeout':
        return `${at} không trả lời trong 10 giây.`;
      case 'status':
        return `${at} trả lời HTTP ${fetched.status} thay vì trạng thái cụm.`;
      case 'too-large':
        return `${at} trả về quá nhiều dữ liệu so với trạng thái cụm.`;
    }
  },
  foreign: (subject, kind) =>
    `${subject} không phải là trạng thái ${kind} mà phép đo đọc được (cách làm: chạy đúng lệnh nêu trong README của phép đo).`,
  hidden: (subject) =>
    `${subject} không cho tài khoản này xem trạng thái sao chép (cách làm: cấp quyền pg_monitor rồi đọc lại).`,
  reported: (subject, message) =>
    `${subject}: lệnh đã chạy nhưng không xem được cụm ("${message}") (cách làm: chạy lại trên một máy của cụm).`,
  secretInside: 'Tệp có mật khẩu của VRRP (auth_data) nên không lưu vào hồ sơ.',
  notes: {
    'split-brain':
      'Hai máy cùng là MASTER của một địa chỉ (split brain); không máy nào được tính là sẵn sàng thay máy kia.',
    'same-view-twice': 'Có hai tệp là của cùng một máy; chỉ tính một.',
    'two-views':
      'Mỗi tệp là lời của một máy; công cụ không biết chắc các tệp lấy từ những máy khác nhau.',
    'local-replica':
      'Có bản sao chạy ngay trên cùng máy chủ; không tính vì hỏng máy là mất cả hai.',
    'stand-alone': 'Máy chủ này không thuộc nhóm availability nào.',
    'numbers-for-states':
      'Tệp ghi trạng thái bằng số nên không biết máy nào đang tốt (cách làm: xuất lại với lệnh trong README).',
  },
};

const en: RedundancyMessages = {
  sends: {
    file: 'Sends nothing over the network; reads the output of a command that was copied from a server.',
    url: 'GET of the cluster state of Patroni. Reads only.',
    database:
      'Logs in and asks the database server for the state of its replication (SELECT, SHOW STATUS). Reads only.',
    nowhere: 'Does nothing: no source is given.',
  },
  nowhere: (why, kind) => {
    switch (why) {
      case 'no-source':
        return `No source is given for ${kind}: write file (output of the command in the README of the probe)${kind === 'patroni' ? ', or url' : ''}${['postgresql', 'galera', 'sqlserver-ag'].includes(kind) ? ', or database' : ''}.`;
      case 'unknown-database':
        return 'database is not among the databases of the facility file.';
      case 'other-product':
        return `${kind} cannot be read from that kind of database (to do: check kind and database).`;
    }
  },
  notFetched: (fetched, at) => {
    switch (fetched.kind) {
      case 'unreachable':
        return `${at} cannot be reached (${fetched.code}) (to do: check the address, firewalls and the ca file).`;
      case 'timeout':
        return `${at} did not answer within 10 seconds.`;
      case 'status':
        return `${at} answered HTTP ${fetched.status} instead of the state of a cluster.`;
      case 'too-large':
        return `${at} sent more than the state of a cluster can be.`;
    }
  },
  foreign: (subject, kind) =>
    `${subject} is not a state of ${kind} that can be read (to do: run the very command that the README of the probe names).`,
  hidden: (subject) =>
    `${subject} does not show this account the state of its replication (to do: grant pg_monitor and read again).`,
  reported: (subject, message) =>
    `${subject}: the command ran but could not see the cluster (“${message}”) (to do: run it on a node of the cluster).`,
  secretInside: 'The file has the password of VRRP (auth_data) and is not kept in the dossier.',
  notes: {
    'split-brain':
      'Two nodes are MASTER of one address (split brain); neither counts as ready to take over from the other.',
    'same-view-twice': 'Two files are of the same node; one of them counts.',
    'two-views':
      'Each file is what one node says; the tool cannot be sure that they come from different computers.',
    'local-replica':
      'A copy runs on the same server; it does not count, because both are lost with the server.',
    'stand-alone': 'This server belongs to no availability group.',
    'numbers-for-states':
      'The file has numbers for states, so which hosts are well is not known; export it again with the command in the README.',
  },
};

/** The sentences in one language. */
export function redundancyMessages(language: Language): RedundancyMessages {
  return language === 'vi' ? vi : en;
}
