# The ratios of a cached get as an SVG bar plot, for light and dark pages:
#   awk -f plot.awk cached.tsv
# Each line is "LABEL PROFILES", rounds, median, ratio and peak, with tabs in between; the first one is what the others
# are compared with.

BEGIN {
  FS = "\t"
  bar = 16
  gap = 7
  left = 340
  right = 60
  width = 820
  top = 48
  longest = 16
}

{
  profiles = $1
  sub(/.* /, "", profiles)
  label = $1
  sub(/ [^ ]*$/, "", label)
  is_jeton = label ~ /jeton/
  if (profiles == "10000") profiles = "10,000"
  labels[NR] = label (profiles == "-" ? "" : ", " profiles " profiles")
  kinds[NR] = NR == 1 ? "true" : is_jeton ? "jeton" : "peer"
  ratios[NR] = $4
  if ($4 > most) most = $4
  if (most > longest) most = longest
}

END {
  height = top + NR * (bar + gap) + 12
  scale = (width - left - right) / most
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"Medians as ratios to /bin/true\">\n", width, height, width, height
  print "<style>"
  print "  svg { --paper: #ffffff; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --jeton: #0a7d5a; --peer: #8b949e; }"
  print "  @media (prefers-color-scheme: dark) {"
  print "    svg { --paper: #0d1117; --ink: #f0f6fc; --faint: #9198a1; --line: #3d444d; --jeton: #3fc99a; --peer: #6e7681; }"
  print "  }"
  print "  text { font: 13px system-ui, sans-serif; fill: var(--ink); }"
  print "  .title { font-weight: 600; } .faint { fill: var(--faint); }"
  print "  .jeton { fill: var(--jeton); } .peer { fill: var(--peer); } .true { fill: var(--faint); }"
  print "  line { stroke: var(--line); }"
  print "</style>"
  printf "<rect width=\"%d\" height=\"%d\" fill=\"var(--paper)\"/>\n", width, height
  print "<text class=\"title\" x=\"12\" y=\"24\">A cached token, from start to end: median as a ratio to /bin/true</text>"
  printf "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n", left + scale, top - 8, left + scale, height - 8
  for (i = 1; i <= NR; ++i) {
    y = top + (i - 1) * (bar + gap)
    printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", left - 10, y + 13, labels[i]
    end = (ratios[i] > most ? most : ratios[i]) * scale
    printf "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n", kinds[i], left, y, end, bar
    if (ratios[i] > most) {
      cut = left + end - 24
      printf "<path d=\"M%.1f %dl6 0l-6 %dl-6 0z\" fill=\"var(--paper)\"/>\n", cut, y, bar
    }
    printf "<text class=\"faint\" x=\"%.1f\" y=\"%d\">%.2f</text>\n", left + end + 6, y + 13, ratios[i]
  }
  print "</svg>"
}
