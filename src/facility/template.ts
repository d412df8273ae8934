/** The commented facility file that `init` writes. A test loads it, so it cannot drift from the schema. */
export const facilityTemplate = `# yaml-language-server: $schema=./facility.schema.json
# Tệp mô tả cơ sở cho rispacs. Dòng bắt đầu bằng # là chú thích; bỏ dấu # ở những mục bệnh viện có.
# Không ghi mật khẩu vào tệp này: dùng {env: TEN_BIEN} hoặc {file: duong-dan}.
# Xem trước những gì sẽ làm (không gửi gói tin nào): rispacs plan facility.yaml
schemaVersion: 1

facility:
  name: Bệnh viện Đa khoa …
  # code: "01001"                     # mã cơ sở khám bệnh, chữa bệnh
  # parentBody: SỞ Y TẾ …             # cơ quan chủ quản, in ở góc trái trên của báo cáo
  # place: Hà Nội                     # địa danh trước ngày tháng
  # address: Số 1, đường …
  # category: Hạng II
  # beds: 300

# Mức đề nghị thẩm định: basic (cơ bản), advanced (nâng cao), specialized (chuyên sâu)
appliesFor: advanced

# Sản phẩm RIS-PACS đang dùng, ghi đúng như trong chứng chỉ và tuyên bố phù hợp
# product:
#   name: Tên sản phẩm
#   version: "1.0"
#   vendor: Công ty …

# Máy chủ và máy trạm. Trên mỗi máy chạy: rispacs host --out pacs-01.json, rồi chép tệp về đây.
# role: pacs, ris, his, database, storage, workstation (trạm đọc), client (máy khác), modality, trunk, other
# computers:
#   - id: pacs-01
#     name: Máy chủ PACS
#     role: pacs
#     inventory: pacs-01.json
#   - id: tram-doc-01
#     role: workstation
#     inventory: tram-doc-01.json

# Hệ thống DICOM. Quản trị PACS phải khai AE title RISPACS và địa chỉ IP của máy này trước.
dicom:
  callingAe: RISPACS
  # nodes:
  #   - id: pacs-chinh
  #     role: pacs                    # pacs, worklist, workstation, modality, archive, destination
  #     host: 10.0.0.5
  #     port: 104
  #     calledAe: PACS
  #     # tls: {ca: ca-noi-bo.pem}    # nếu PACS dùng DICOM TLS
  #     # send: test-study            # lưu một ca thử, đọc lại rồi xóa; cần --allow active
  #     # dicomweb: pacs-web          # điểm DICOMweb của chính PACS này, dùng để xóa ca thử
  #     # forwardTo: [pacs-khac]      # PACS khác mà ca thử được chuyển tiếp tới
  #     # mpps: true                  # gửi thử một MPPS rồi đóng; cần --allow active
  #     # claims: tuyen-bo-dicom.csv  # tuyên bố phù hợp: sop_class,role,transfer_syntax
  # Máy này nhận ảnh của C-MOVE và kết quả storage commitment ở đây (khai trên PACS cùng AE title)
  # receive: {host: 10.0.0.99, port: 11112}

# DICOMweb của PACS
# dicomweb:
#   endpoints:
#     - id: pacs-web
#       url: https://pacs.example.vn/dicom-web
#       # wadoUri: https://pacs.example.vn/wado
#       # authorization: {user: rispacs, password: {env: PACS_WEB_PASSWORD}}
#       # send: test-study            # lưu một ca thử bằng STOW rồi xóa; cần --allow active
#       removal: none                 # dicomweb, orthanc, dcm4chee, none

# Đĩa, USB hoặc tệp ISO mà PACS đã kết xuất, để kiểm tra DICOMDIR và phần mềm xem
# media:
#   - {id: dia-thu, path: dia-thu.iso}

# Điểm nối HL7 của RIS/HIS. send: nothing (chỉ mở kết nối), query (bản tin hỏi vô hại),
# test-order (gửi rồi hủy một chỉ định thử), workflow (theo một ca thử từ chỉ định tới báo cáo); hai kiểu sau cần --allow active
# hl7:
#   # Máy này đóng vai HIS nhận kết quả của ca thử ở đây (khai trên RIS cùng địa chỉ và cổng)
#   # receive:
#   #   host: 10.0.0.99
#   #   port: 2576
#   #   transport: mllps              # mllp, mllps, http, https; có TLS thì cần tls: {certificate: …, key: …}
#   #   from: [10.0.0.6]              # địa chỉ được gửi tới; bỏ trống là RIS, bộ tích hợp và PACS trong tệp này
#   endpoints:
#     - id: ris-hl7
#       role: ris
#       transport: mllp
#       host: 10.0.0.6
#       port: 2575
#       version: 2.5.1
#       send: nothing
#       # charset: UTF-8              # MSH-18: UNICODE UTF-8 (bảng 0211), UTF-8, absent (để trống)
#       # textForm: NFD               # chữ tổ hợp thay cho dựng sẵn (NFC)

# Đo mạng nội bộ (cần --allow load). Đầu kia chạy: rispacs serve lan, hoặc iperf3 -s
# lan:
#   paths:
#     - id: tram-doc-toi-pacs
#       server: iperf3://10.0.0.5:5201
#       between: [workstation, pacs]
#       seconds: 10
#       runs: 3

# Đo đường truyền Internet (cần --allow load) tới máy chủ ngoài bệnh viện
# internet:
#   tests:
#     - id: do-internet
#       url: https://speedtest.example.vn/
#       operator: Sở Y tế …

# Trang web xem ảnh, cổng kết quả, DICOMweb
# web:
#   endpoints:
#     - id: xem-anh
#       purpose: viewer               # viewer, portal, dicomweb, ris, his, other
#       url: https://pacs.example.vn/
#       vantage: outside              # máy này đang ở ngoài (outside) hay trong (inside) mạng bệnh viện

# Ca thử thách: rispacs challenge make --out thu-thach, rồi rispacs challenge send. Có mục này thì công cụ xem ca trong PACS,
# chờ ca được gửi tới dicom.receive, tìm ca trên đĩa, và ảnh của ca thử HL7 (send: workflow) mang mã một lần
# challenge: {folder: thu-thach}

# Trình xem ảnh trên web: mở ca thử thách bằng trình duyệt thật trên màn hình máy tính, máy tính bảng, điện thoại
# viewers:
#   - id: trinh-xem
#     kind: ohif                    # ohif, orthanc-explorer-2, stone, orthanc-webviewer, meddream, weasis, link, custom
#     url: https://xem.example.vn/viewer?StudyInstanceUIDs={studyInstanceUid}
#     vantage: inside               # máy này đang ở trong (inside) hay ngoài (outside) mạng bệnh viện
#     # alsoOpens: [https://dangnhap.example.vn]   # địa chỉ khác mà trình xem cần; ngoài ra không mở gì
#     # steps:                      # đăng nhập trước khi mở
#     #   - {fill: "#username", from: {env: VIEWER_USER}}
#     #   - {fill: "#password", from: {env: VIEWER_PASSWORD}}
#     #   - {click: "#login"}

# Xác nhận, hồ sơ, tuyên bố không có, từ chối cho đo
# statements:
#   - bang-chung.yaml

# Bắt buộc khi dùng --allow active: dữ liệu thử được xóa thế nào, PACS tự chuyển tiếp đi đâu
# testData:
#   removal: administrator            # dicomweb-delete, iocm, administrator, order-cancel
#   administrator: Nguyễn Văn A, quản trị PACS
#   autoForward: []

# Khung giờ được phép đo tải và gửi dữ liệu thử
# allowedWindow:
#   - {days: [mon, tue, wed, thu, fri], from: "20:00", to: "23:00"}
`;
