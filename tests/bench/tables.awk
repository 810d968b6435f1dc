# A table of what tests/bench/run.sh found:
#   awk -v form=text|markdown -v kind=cached|requests|instructions|parts -f tables.awk FILE
# Text is 80 columns wide. What was measured for "LABEL PROFILES", with - for what has none, comes with tabs in between;
# the parts come as Google Benchmark's CSV.

function thousands(number, text) {
  text = number ""
  while (match(text, /[0-9][0-9][0-9][0-9](,|$)/)) text = substr(text, 1, RSTART) "," substr(text, RSTART + 1)
  return text
}

function row(cells, count, i, line) {
  if (form == "markdown") {
    line = "|"
    for (i = 1; i <= count; ++i) line = line " " cells[i] " |"
  } else {
    line = sprintf("%-" width[1] "s", cells[1])
    for (i = 2; i <= count; ++i) line = line sprintf(" %" width[i] "s", cells[i])
  }
  print line
}

function header(names, widths, count, i, cells, rule) {
  count = split(names, cells, "|")
  split(widths, width, " ")
  row(cells, count)
  if (form != "markdown") return count
  rule = "| --- |"
  for (i = 2; i <= count; ++i) rule = rule " ---: |"
  print rule
  return count
}

function nanoseconds(number) { return thousands(sprintf("%.0f", number)) }

BEGIN {
  FS = kind == "parts" ? "," : "\t"
  if (kind == "cached") columns = header("program|profiles|median ms|ratio|peak KiB", "38 9 10 9 10")
  if (kind == "requests") columns = header("program|profiles|median ms|to true|to curl|peak KiB", "27 9 10 9 9 10")
  if (kind == "instructions") columns = header("program|profiles|instructions", "38 9 14")
  if (kind == "parts") columns = header("part|1|10|100|1,000|10,000|100,000", "24 7 7 7 9 9 11")
}

kind != "parts" {
  label = $1
  profiles = $1
  sub(/ [^ ]*$/, "", label)
  sub(/.* /, "", profiles)
  cells[1] = label
  cells[2] = profiles == "-" ? "" : thousands(profiles)
}

kind == "cached" {
  cells[3] = sprintf("%.2f", $3)
  cells[4] = sprintf("%.2f", $4)
  cells[5] = thousands($5)
  row(cells, columns)
}

kind == "requests" {
  if (label ~ /^curl/) curl = $3
  cells[3] = sprintf("%.2f", $3)
  cells[4] = sprintf("%.2f", $4)
  cells[5] = curl ? sprintf("%.2f", $3 / curl) : ""
  cells[6] = thousands($5)
  row(cells, columns)
}

kind == "instructions" {
  cells[3] = thousands($2)
  row(cells, columns)
}

# "git_read/10",1234,5.6,5.5,ns,…
kind == "parts" && /^"/ {
  gsub(/"/, "", $1)
  split($1, name, "/")
  if (!(name[1] in seen)) {
    seen[name[1]] = 1
    parts[++part_count] = name[1]
  }
  took[name[1], name[2]] = $4
}

END {
  if (kind != "parts") exit
  for (i = 1; i <= part_count; ++i) {
    cells[1] = parts[i]
    for (j = 2; j <= columns; ++j) {
      size = 10 ^ (j - 2) ""
      cells[j] = (parts[i], size) in took ? nanoseconds(took[parts[i], size]) : ""
    }
    row(cells, columns)
  }
}
