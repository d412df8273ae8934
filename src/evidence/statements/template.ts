const ids = 'mã tiêu chí hoặc mã ý của tiêu chí / ids of criteria or of their parts';
const day = 'năm-tháng-ngày / year-month-day';
const signer = 'người đứng tên: họ và tên, chức vụ / who signs: full name and position';
const attached =
  'tên tệp kèm theo, tính từ thư mục của tệp này / attached files, relative to the folder of this file';

/**
 * A correct statements file with every field, from which errors show an example and a note. The notes are in both
 * languages, `tiếng Việt / English`. A test holds it against the schema.
 */
export const statementsTemplate = `schemaVersion: 1
attestations:
  - for: [pacs-09, ris-05.a]  # ${ids}
    statement: "Hệ thống đã chạy từ ngày 01/03/2026."  # nội dung xác nhận, viết thành câu / what is stated, in words
    by: {name: "Trần Thị B", role: "Trưởng khoa"}  # ${signer}
    date: 2026-11-22  # ${day}
    # expires: 2027-11-22  # ${day}
    # witnesses: [{name: "Lê Văn C", role: "Kỹ sư", organisation: "Công ty A"}]  # người chứng kiến / who witnessed it
    files: [xac-nhan.pdf]  # ${attached}
# documents:
#   - kind: isp-contract  # loại giấy tờ, chữ thường không dấu nối bằng gạch ngang / the kind of paper, lower case with hyphens
#     title: "Hợp đồng cung cấp dịch vụ Internet"  # tên ghi trên giấy / the title on the paper
#     number: "0123/HĐ-2026"  # số hiệu trong dấu nháy, để số 0 ở đầu không bị mất / in quotes, so that a leading zero is not lost
#     issuer: "Công ty Viễn thông A"  # nơi cấp hoặc bên ký / who issued it
#     holder: "Bệnh viện B"  # ai được cấp / to whom it was issued
#     subject: "Đường truyền Internet của Bệnh viện B"  # sản phẩm, hệ thống hoặc đường truyền mà giấy nêu tên / the product, system or line that it names
#     productVersion: "1.0"  # phiên bản ghi trên giấy, trong dấu nháy / the version on the paper, in quotes
#     scope: "Cung cấp đường truyền"  # phạm vi ghi trên giấy / the scope on the paper
#     certificateNumber: "CN-123"  # số chứng chỉ, số lưu hành hoặc bản quyền của sản phẩm / number of the product's certificate, registration or licence
#     demonstratedOn: 2026-01-04  # ngày trình diễn thực tế / day of live demonstration
#     concerns: cs-01.lung  # mã ý của tiêu chí mà giấy nói tới, chỉ khi loại giấy cần / the part of a criterion that it is about, only where the kind asks for it
#     issued: 2026-01-05  # ${day}
#     expires: 2027-01-04  # ${day}
#     figures: {downloadMbps: 100, uploadMbps: 100}  # các con số ghi trên giấy, không kèm đơn vị, mỗi số một tên không dấu / figures printed in the paper without units, each under a plain name
#     files: [hop-dong.pdf]  # ${attached}
# absences:
#   - for: [ht-09]  # ${ids}
#     statement: "Bệnh viện chưa có thiết bị cân bằng tải."  # điều không có, viết thành câu / what is not there, in words
#     by: {name: "Trần Thị B", role: "Trưởng phòng CNTT"}  # ${signer}
#     date: 2026-11-22  # ${day}
#     files: [xac-nhan.pdf]  # ${attached}
# refusals:
#   - probe: dicom  # tên phép dò bị từ chối / the name of the probe that was refused
#     subjectId: pacs-chinh  # mã của hệ thống trong tệp cơ sở / the id of the system in the facility file
#     reason: refused  # refused (bị từ chối) hoặc not-permitted (không được phép) / refused or not-permitted
#     statement: "Nhà cung cấp không cho kết nối thử."  # lý do, viết thành câu / the reason, in words
#     by: {name: "Phạm Văn D", role: "Giám đốc kỹ thuật"}  # ${signer}
#     date: 2026-11-22  # ${day}
#     files: [cong-van.pdf]  # ${attached}
`;
