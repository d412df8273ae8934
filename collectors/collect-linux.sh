#!/bin/sh
# Kiểm kê một máy chủ Linux không được phép cài Node; ghi đúng tệp mà `rispacs host --out` ghi.
# Inventory of a Linux server on which Node may not be installed; writes what `rispacs host --out` writes.
#
#   sh collect-linux.sh pacs-01.json      ghi ra tệp / to a file
#   sh collect-linux.sh > pacs-01.json    ghi ra màn hình / to standard output
#
# Needs a POSIX shell and GNU coreutils or busybox, no other program, no network and no special rights. It only reads
# /etc/os-release, /proc, /sys and the size of mounted file systems. No MAC address, IP address or user name is written,
# and no serial number but those in the EDID of the displays, which are compared with papers. What is not known is left
# out. The file is not signed, as that of `rispacs host` is. Rules: src/probes/host/README.md.

set -u
LC_ALL=C
export LC_ALL
umask 077

collector_version=1
# A made-up tree to read instead of this computer's, for tests.
root=${RISPACS_COLLECT_ROOT:-}
most_rows=256
newline='
'
not_read=

# --- JSON -----------------------------------------------------------------------------------------------------------

# json_string TEXT MAX: TEXT as a JSON string in ASCII, at most MAX characters, blanks run together, control
# characters and broken UTF-8 dropped. Letters of Latin scripts (Vietnamese among them) are kept; others become "?",
# because a shell cannot tell which code points Unicode has assigned, and one that is not makes the file unreadable.
json_string() {
  left=$2 more=0 blank=no started=no
  printf '"'
  for byte in $(printf '%s' "$1" | od -An -v -tu1); do
    if [ "$more" -gt 0 ] && [ "$byte" -ge 128 ] && [ "$byte" -le 191 ]; then
      code=$((code * 64 + byte - 128))
      more=$((more - 1))
      [ "$more" -gt 0 ] || json_character "$code"
    elif [ "$byte" -lt 128 ]; then
      more=0
      json_character "$byte"
    elif [ "$byte" -ge 240 ]; then
      more=3 code=$((byte - 240))
    elif [ "$byte" -ge 224 ]; then
      more=2 code=$((byte - 224))
    elif [ "$byte" -ge 192 ]; then
      more=1 code=$((byte - 192))
    else
      more=0
    fi
  done
  printf '"'
}

json_character() {
  if [ "$1" -eq 32 ] || [ "$1" -eq 160 ]; then
    blank=$started
    return
  fi
  if [ "$1" -lt 32 ] || { [ "$1" -ge 127 ] && [ "$1" -le 159 ]; } || [ "$1" -eq 173 ]; then return; fi
  if [ "$blank" = yes ] && [ "$left" -gt 1 ]; then
    printf ' '
    left=$((left - 1))
  fi
  blank=no started=yes
  [ "$left" -gt 0 ] || return 0
  left=$((left - 1))
  if [ "$1" -eq 34 ]; then
    printf '\\"'
  elif [ "$1" -eq 92 ]; then
    printf '\\\\'
  elif [ "$1" -lt 127 ]; then
    # shellcheck disable=SC2059
    printf "\\$(($1 / 64))$(($1 / 8 % 8))$(($1 % 8))"
  elif is_known_letter "$1"; then
    printf '\\u%04x' "$1"
  else
    printf '?'
  fi
}

# Latin-1, Latin Extended-A and -B; combining marks; Latin Extended Additional; dashes and quotes; trade mark.
is_known_letter() {
  { [ "$1" -ge 161 ] && [ "$1" -le 591 ]; } || { [ "$1" -ge 768 ] && [ "$1" -le 879 ]; } ||
    { [ "$1" -ge 7680 ] && [ "$1" -le 7935 ]; } || { [ "$1" -ge 8208 ] && [ "$1" -le 8231 ]; } ||
    [ "$1" -eq 8482 ]
}

# json_gib KIBIBYTES: gibibytes with one decimal.
json_gib() {
  tenths=$((($1 * 10 + 524288) / 1048576))
  if [ $((tenths % 10)) -eq 0 ]; then printf '%d' $((tenths / 10)); else printf '%d.%d' $((tenths / 10)) $((tenths % 10)); fi
}

not_read() { not_read="$not_read${not_read:+, }\"$1\""; }

# --- Reading --------------------------------------------------------------------------------------------------------

# read_line FILE: the first line into $line; fails when it cannot be read, as many attributes of sysfs cannot.
read_line() {
  line=
  [ -r "$1" ] || return 1
  { IFS= read -r line <"$1"; } 2>/dev/null || [ -n "$line" ]
}

is_number() { case $1 in '' | *[!0-9]*) return 1 ;; *) return 0 ;; esac }

# release_value KEY FILE: value of KEY in an os-release file into $value, without quotes.
release_value() {
  value=
  [ -r "$2" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in "$1="*) value=${line#*=} ;; esac
  done <"$2"
  case $value in
    \"*\") value=${value#\"} value=${value%\"} ;;
    \'*\') value=${value#\'} value=${value%\'} ;;
  esac
  while :; do
    case $value in *\\*) value=${value%%\\*}${value#*\\} ;; *) break ;; esac
  done
}

read_os() {
  os_name= os_version=
  release=$root/etc/os-release
  [ -r "$release" ] || release=$root/usr/lib/os-release
  release_value NAME "$release"
  os_name=$value
  release_value VERSION "$release"
  os_version=$value
  release_value DISTRIB_ID "$root/etc/lsb-release"
  os_name=${value:-$os_name}
  release_value PRETTY_NAME "$release"
  case $value in "$os_name "*) os_version=${value#"$os_name "} ;; esac
  os_version=${os_version%%(*}
  if [ -z "$os_version" ]; then
    release_value DISTRIB_RELEASE "$root/etc/lsb-release"
    os_version=$value
  fi
  if [ -z "$os_version" ]; then
    release_value VERSION_ID "$release"
    os_version=$value
  fi
  [ -n "$os_name" ] || not_read os
}

# The closed list of src/probes/host/open-source-products.ts, as far as operating systems for servers go.
read_open_source() {
  open_source=
  lower=$(printf '%s' "$os_name" | tr '[:upper:]' '[:lower:]')
  case $lower in
    'red hat'* | rhel* | sles* | 'suse linux enterprise'* | oracle*) open_source=false ;;
    debian | debian[!a-z0-9_]* | ubuntu | ubuntu[!a-z0-9_]* | rocky | rocky[!a-z0-9_]*) open_source=true ;;
    centos | centos[!a-z0-9_]*) open_source=true ;;
    alma | alma[!a-z0-9_]* | almalinux | almalinux[!a-z0-9_]*) open_source=true ;;
  esac
}

read_cpu() {
  cpu_model= cpu_cores=0 hypervisor=false x86=no
  threads=0 package=0 cores=' '
  if [ -r "$root/proc/cpuinfo" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
      text=${line#*: }
      case $line in
        processor*:*) threads=$((threads + 1)) package=0 ;;
        'model name'*:*) cpu_model=$text ;;
        'physical id'*:*) package=$text ;;
        'core id'*:*)
          case $cores in *" $package/$text "*) ;; *) cores="$cores$package/$text " cpu_cores=$((cpu_cores + 1)) ;; esac
          ;;
        flags*:*)
          x86=yes
          case " $text " in *' hypervisor '*) hypervisor=true ;; esac
          ;;
      esac
    done <"$root/proc/cpuinfo"
  fi
  [ "$cpu_cores" -gt 0 ] || cpu_cores=$threads
  [ "$cpu_cores" -gt 0 ] || not_read cpu
}

# Whether this is a virtual machine: the processor says so under every usual hypervisor (x86), or the maker's name does.
# Elsewhere a maker that is no hypervisor tells nothing, and it is not known.
read_machine() {
  machine_virtual=
  maker=' '
  for name in sys_vendor product_name board_vendor bios_vendor; do
    if read_line "$root/sys/class/dmi/id/$name"; then maker="$maker$line "; fi
  done
  maker=$(printf '%s' "$maker" | tr '[:upper:]' '[:lower:]')
  [ "$x86" = no ] || machine_virtual=$hypervisor
  case $maker in
    *vmware* | *virtualbox* | *qemu* | *kvm* | *bochs* | *' xen '* | *'virtual machine'* | *parallels* | *openstack*)
      machine_virtual=true
      ;;
  esac
  [ -n "$machine_virtual" ] || not_read machine
}

read_memory() {
  memory=
  if [ -r "$root/proc/meminfo" ]; then
    while read -r key number unit; do
      if [ "$key" = MemTotal: ] && [ "$unit" = kB ]; then memory=$number; fi
    done <"$root/proc/meminfo"
  fi
  is_number "$memory" && [ "$memory" -gt 0 ] || { memory= && not_read memory; }
}

read_displays() {
  displays= connectors=0 connected=0 edids=
  for folder in "$root"/sys/class/drm/card[0-9]*-*; do
    read_line "$folder/status" || continue
    connectors=$((connectors + 1))
    [ "$line" = connected ] || continue
    connected=$((connected + 1))
    read_edid "$folder"
  done
  if [ "$connectors" -gt 0 ]; then displays=$connected; else not_read displays; fi
}

# read_edid FOLDER: adds what the display says of itself, raw, to $edids; nothing where there is no base64, no EDID, or
# one beyond the bounds of an inventory (64 displays, 4096 bytes each).
read_edid() {
  [ -r "$1/edid" ] && [ "$connected" -le 64 ] || return 0
  edid=$(base64 <"$1/edid" 2>/dev/null | tr -d '\n') || return 0
  [ -n "$edid" ] && [ "${#edid}" -le 5464 ] || return 0
  output=${1##*/card}
  output=$(json_string "${output#*-}" 100)
  edids="$edids${edids:+, }{ \"via\": \"edid\", \"connector\": $output, \"edid\": \"$edid\" }"
}

# --- Network ports --------------------------------------------------------------------------------------------------

# Interfaces with an address that is neither loopback nor link-local (RFC 3927, RFC 4291 2.5.6) into $addressed. An IPv4
# address shows as the route to its own network; one that is only in another routing table is not seen.
read_addressed() {
  addressed=' '
  if [ -r "$root/proc/net/if_inet6" ]; then
    while read -r address _ _ _ _ name; do
      case $address in fe[89ab]*) ;; *) addressed="$addressed$name " ;; esac
    done <"$root/proc/net/if_inet6"
  fi
  if [ -r "$root/proc/net/route" ]; then
    while read -r name network _; do
      # 169.254.0.0, in the byte order of the processor.
      case $network in Destination | 0000FEA9 | A9FE0000) ;; *) addressed="$addressed$name " ;; esac
    done <"$root/proc/net/route"
  fi
}

# has_address NAME: it, or a bond, bridge or VLAN on top of it, is in $addressed.
has_address() {
  level=0 names=$1
  while [ "$level" -le 4 ] && [ -n "$names" ]; do
    above=
    for name in $names; do
      case $addressed in *" $name "*) return 0 ;; esac
      for upper in "$net/$name"/upper_*; do
        [ -L "$upper" ] && above="$above ${upper##*/upper_}"
      done
    done
    names=$above level=$((level + 1))
  done
  return 1
}

link_name() {
  link=$(readlink "$1" 2>/dev/null) || link=
  link=${link##*/}
}

# read_card FOLDER: $software and $virtual (true, false or empty) of one interface.
read_card() {
  software=no virtual=
  case $(cd -P "$1" 2>/dev/null && pwd -P) in */devices/virtual/*) software=yes virtual=true && return ;; esac
  [ -e "$1/device" ] || return 0
  link_name "$1/device/subsystem"
  case $link in virtio | vmbus | xen | xenbus) virtual=true && return ;; esac
  link_name "$1/device/driver"
  case $link in virtio_net | vmxnet3 | hv_netvsc | xen-netfront | vif | ena | gve | veth) virtual=true && return ;; esac
  if [ "$machine_virtual" = false ]; then
    virtual=false
  elif [ "$machine_virtual" = true ]; then
    # Cards of the past that hypervisors imitate; any other may be a real one passed through.
    case $link in e1000 | e1000e | pcnet32 | 8139cp | 8139too | ne2k-pci | tulip) virtual=true ;; esac
  fi
}

# One line for each port to list, "virtual speed duplex name" with "-" for what is not known, real cards first.
read_ports() {
  real_ports= virtual_ports= wired=0 wired_up=no
  net=$root/sys/class/net
  if [ ! -d "$net" ]; then
    not_read ports
    return 0
  fi
  read_addressed
  for folder in "$net"/*; do
    interface=${folder##*/}
    [ "$interface" != lo ] || continue
    # ARPHRD_ETHER; a plain file such as bonding_masters has no type.
    read_line "$folder/type" && [ "$line" = 1 ] || continue
    if [ -e "$folder/wireless" ] || [ -e "$folder/phy80211" ]; then continue; fi
    read_card "$folder"
    [ "$software" = yes ] || wired=$((wired + 1))
    read_line "$folder/operstate" || line=
    state=$line
    read_line "$folder/carrier" || line=
    case $state/$line in up/* | unknown/1) ;; *) continue ;; esac
    has_address "$interface" || continue
    [ "$software" = yes ] || wired_up=yes
    if [ "$virtual" = true ]; then
      virtual_ports="$virtual_ports$newline- - true $interface"
      continue
    fi
    read_line "$folder/speed" || line=
    speed=-
    # Beyond 400 Gb/s (IEEE 802.3bs) it is a slip of the driver.
    if is_number "$line" && [ ${#line} -le 6 ] && [ "$line" -gt 0 ] && [ "$line" -le 400000 ]; then speed=$line; fi
    read_line "$folder/duplex" || line=
    case $line in full | half) duplex=$line ;; *) duplex=- ;; esac
    real_ports="$real_ports$newline$speed $duplex ${virtual:--} $interface"
  done
}

print_ports() {
  separator= rows=0
  while read -r speed duplex virtual interface; do
    [ -n "$interface" ] && [ "$rows" -lt "$most_rows" ] || continue
    rows=$((rows + 1))
    printf '%s\n      { "port": ' "$separator"
    json_string "$interface" 200
    [ "$speed" = - ] || printf ', "linkMbps": %s' "$speed"
    [ "$duplex" = - ] || printf ', "duplex": "%s"' "$duplex"
    [ "$virtual" = - ] || printf ', "virtual": %s' "$virtual"
    printf ' }'
    separator=,
  done <<EOF
$real_ports$virtual_ports
EOF
  [ "$rows" -eq 0 ] || printf '\n    '
}

# --- Volumes --------------------------------------------------------------------------------------------------------

is_storage() {
  case $1 in
    ext[234] | xfs | btrfs | zfs | jfs | reiserfs | f2fs | bcachefs | ntfs | ntfs3 | fuseblk) ;;
    nfs | nfs4 | cifs | smb3 | smbfs | glusterfs | fuse.glusterfs | ceph | gfs2 | ocfs2 | lustre | hfs | ufs) ;;
    *) return 1 ;;
  esac
  # Start-up partitions and what a person plugged in are no storage of the system.
  case $2 in /boot | /boot/* | /media/* | /run/media/* | /snap/*) return 1 ;; esac
}

# decode_mount TEXT: /proc writes blanks and backslashes in octal; the plain path into $path.
decode_mount() {
  path= rest=$1
  while :; do
    case $rest in
      *\\[0-3][0-7][0-7]*)
        path=$path${rest%%\\*}
        rest=${rest#*\\}
        case $rest in
          040*) path="$path " ;;
          011*) path="$path$(printf '\t')" ;;
          012*) path="$path$newline" ;;
          134*) path="$path\\" ;;
          043*) path="$path#" ;;
          *) path="$path\\$rest" && return ;;
        esac
        rest=${rest#???}
        ;;
      *) path=$path$rest && return ;;
    esac
  done
}

# One line for each file system, "source mount writable": the shortest mount stands for bind mounts and subvolumes.
# Read backwards: the mount that hides another on the same folder comes last.
read_mounts() {
  mounts= seen=' ' sources=' '
  if ! backwards=$(tac "$root/proc/self/mounts" 2>/dev/null); then
    not_read volumes
    return 0
  fi
  while read -r source mount type options _; do
    case $seen in *" $mount "*) continue ;; esac
    seen="$seen$mount "
    is_storage "$type" "$mount" || continue
    case ",$options," in *,rw,*) writable=true ;; *,ro,*) writable=false ;; *) writable=- ;; esac
    case $sources in
      *" $source "*)
        kept=
        while read -r one_source one_mount one_writable; do
          [ -n "$one_source" ] || continue
          if [ "$one_source" = "$source" ] && [ ${#mount} -lt ${#one_mount} ]; then
            one_mount=$mount one_writable=$writable
          fi
          kept="$kept$newline$one_source $one_mount $one_writable"
        done <<EOF
$mounts
EOF
        mounts=$kept
        ;;
      *)
        sources="$sources$source "
        mounts="$newline$source $mount $writable$mounts"
        ;;
    esac
  done <<EOF
$backwards
EOF
}

# A file server that does not answer would hold the reading for ever.
if timeout -s KILL 15 true 2>/dev/null; then limit='timeout -s KILL 15'; else limit=; fi

print_volumes() {
  separator= rows=0
  while read -r source mount writable; do
    [ -n "$source" ] && [ "$rows" -lt "$most_rows" ] || continue
    decode_mount "$mount"
    # shellcheck disable=SC2086
    if ! figures=$($limit stat -f -c '%S %b %a' -- "$path" 2>/dev/null </dev/null); then
      volumes_missing=yes
      continue
    fi
    unit=${figures%% *} blocks=${figures#* } available=${figures##* }
    blocks=${blocks%% *}
    if ! is_number "$unit" || ! is_number "$blocks" || [ "$blocks" -eq 0 ]; then continue; fi
    case $path in
      /home/*/*) path=${path#/home/} && path="/home/*/${path#*/}" ;;
      /home/?*) path='/home/*' ;;
    esac
    rows=$((rows + 1))
    printf '%s\n      { "mount": ' "$separator"
    json_string "$path" 200
    printf ', "sizeGiB": '
    json_gib $((blocks * unit / 1024))
    if is_number "$available" && [ "$available" -le "$blocks" ]; then
      printf ', "freeGiB": '
      json_gib $((available * unit / 1024))
    fi
    [ "$writable" = - ] || printf ', "writable": %s' "$writable"
    printf ' }'
    separator=,
  done <<EOF
$mounts
EOF
  [ "$volumes_missing" = no ]
}

# --- The file -------------------------------------------------------------------------------------------------------

print_computer() {
  separator=
  if [ -n "$cpu_model" ]; then
    printf '"cpuModel": '
    json_string "$cpu_model" 200
    separator=', '
  fi
  if [ "$cpu_cores" -gt 0 ]; then printf '%s"cpuCores": %d' "$separator" "$cpu_cores" && separator=', '; fi
  if [ -n "$memory" ]; then printf '%s"memoryGiB": ' "$separator" && json_gib "$memory" && separator=', '; fi
  # With no wired port at all, as in a container, it is not known.
  if [ "$wired" -gt 0 ]; then
    if [ "$wired_up" = yes ]; then up=true; else up=false; fi
    printf '%s"wiredNetworkUp": %s' "$separator" "$up" && separator=', '
  fi
  if [ -n "$displays" ]; then printf '%s"displays": %d' "$separator" "$displays" && separator=', '; fi
  if [ -n "$machine_virtual" ]; then printf '%s"virtual": %s' "$separator" "$machine_virtual"; fi
}

print_software() {
  [ -n "$os_name" ] || return 0
  printf '\n      { "kind": "os", "name": '
  json_string "$os_name" 200
  if [ -n "$os_version" ]; then
    printf ', "version": '
    json_string "$os_version" 200
  fi
  [ -z "$open_source" ] || printf ', "openSource": %s' "$open_source"
  printf ' }\n    '
}

print_inventory() {
  read_os
  read_open_source
  read_cpu
  read_machine
  read_memory
  read_displays
  read_ports
  read_mounts
  volumes_missing=no
  volumes=$(print_volumes) || not_read volumes
  now=$(date '+%Y-%m-%dT%H:%M:%S%z')
  minutes=${now#"${now%??}"}
  read_line "$root/proc/sys/kernel/hostname" || line=
  printf '{\n  "schemaVersion": 1,\n  "kind": "rispacs-host-inventory",\n  "collectedAt": "%s:%s",\n' "${now%??}" "$minutes"
  printf '  "collector": { "name": "rispacs collect-linux.sh", "version": "%s" },\n  "hostname": ' "$collector_version"
  json_string "$line" 255
  printf ',\n  "facts": {\n    "host.computer": [{ '
  print_computer
  printf ' }],\n    "host.software": ['
  print_software
  printf '],\n    "host.volume": [%s' "$volumes"
  [ -z "$volumes" ] || printf '\n    '
  printf '],\n    "lan.port": ['
  print_ports
  printf ']\n  }'
  [ -z "$edids" ] || printf ',\n  "displayReadings": [%s]' "$edids"
  [ -z "$not_read" ] || printf ',\n  "notRead": [%s]' "$not_read"
  printf '\n}\n'
}

main() {
  case $# in
    0) print_inventory ;;
    1)
      case $1 in
        -*)
          printf 'sh collect-linux.sh [TỆP]    ghi kiểm kê máy này ra TỆP / writes the inventory of this computer\n' >&2
          [ "$1" = --help ] || [ "$1" = -h ]
          return
          ;;
      esac
      temporary=$1.$$.tmp
      if print_inventory >"$temporary" && mv -f -- "$temporary" "$1"; then
        printf 'Đã ghi kiểm kê vào %s / The inventory is in %s\n' "$1" "$1" >&2
      else
        rm -f -- "$temporary"
        printf 'Không ghi được %s / Cannot write %s\n' "$1" "$1" >&2
        return 1
      fi
      ;;
    *)
      printf 'Chỉ nhận một tên tệp / One file name only\n' >&2
      return 2
      ;;
  esac
}

main "$@"
