// Text with `code`, **bold** and [links](#target), as nodes: nothing in it can become markup.
function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\))/).filter(Boolean).map(part => {
    if (/^`.+`$/.test(part)) return make('code', '', part.slice(1, -1));
    if (/^\*\*.+\*\*$/.test(part)) return make('strong', '', part.slice(2, -2));
    const [, words, target] = part.match(/^\[(.+)\]\(([#/].*)\)$/) ?? [];
    return target ? link(target, '', words) : part;
  });
}

function codeBlock(fenced) {
  return make('pre', '', fenced.replace(/^```.*\n|\n?```$/g, ''));
}

function list(lines) {
  const items = [];
  for (const line of lines) {
    const item = line.match(/^\s*(?:[-*]|\d+\.)\s+(.*)/);
    if (item) items.push(item[1]); else items[items.length - 1] += ' ' + line.trim();
  }
  return make(/^\s*\d/.test(lines[0]) ? 'ol' : 'ul', '', items.map(item => make('li', '', inline(item))));
}

function table(lines) {
  const cells = line => line.trim().replace(/^\||\|$/g, '').split('|').map(cell => cell.trim());
  const row = (line, name) => make('tr', '', cells(line).map(cell => make(name, '', inline(cell))));
  return make('table', '', make('thead', '', row(lines[0], 'th')),
    make('tbody', '', lines.slice(2).map(line => row(line, 'td'))));
}

function paragraph(lines) {
  const heading = lines[0].match(/^(#{1,4})\s+(.*)/);
  if (heading) {
    const rest = lines.slice(1);
    return [make(heading[1].length > 2 ? 'h4' : 'h3', '', inline(heading[2])), ...(rest.length ? paragraph(rest) : [])];
  }
  if (/^\s*([-*]|\d+\.)\s/.test(lines[0])) return [list(lines)];
  if (lines[0].includes('|') && /^[\s|:-]+$/.test(lines[1] ?? '')) return [table(lines)];
  const end = lines.findIndex(line => /^\s*([-*]|\d+\.)\s|^#{1,4}\s/.test(line));
  if (end > 0) return [...paragraph(lines.slice(0, end)), ...paragraph(lines.slice(end))];
  return [make('p', '', inline(lines.join(' ')))];
}

// Paragraphs, headings, lists, tables and fenced code, with an empty line between them.
function markdown(text) {
  return text.split(/^(```[^]*?^```)$/m).flatMap(part => part.startsWith('```') ? [codeBlock(part)]
    : part.split(/\n\s*\n/).filter(lines => lines.trim()).flatMap(lines => paragraph(lines.trim().split('\n'))));
}
