// Figures, and tables of them with their targets.

/** Of an odd number. */
export function median(numbers) {
  return percentile(numbers, 50);
}

/** By the nearest rank. */
export function percentile(numbers, per) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.ceil((per / 100) * sorted.length) - 1];
}

/**
 * Prints rows below their targets. A column has a head, shows a row's figure as `digits` say, and may have a target: the least
 * or the most, or with `below` what it has to stay under.
 */
export function printTable(title, columns, rows) {
  const shown = (column, row) => {
    const figure = row.figures[column.figure];
    if (figure === undefined) return "–  ";
    return figure.toFixed(column.digits ?? 0) + (isMissed(column, row) ? " ✗" : "  ");
  };
  const lines = [
    ["", ...columns.map((column) => `${column.head}  `)],
    ["the target", ...columns.map((column) => `${target(column)}  `)],
    ...rows.map((row) => [row.name, ...columns.map((column) => shown(column, row))]),
  ];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  console.log(`\n${title}`);
  for (const [name, ...cells] of lines) {
    const padded = cells.map((cell, i) => cell.padStart(widths[i + 1] + 1)).join("");
    console.log(`  ${name.padEnd(widths[0])}${padded}`.trimEnd());
  }
}

function target({ least, most, below }) {
  if (least !== undefined) return `≥ ${least}`;
  if (most !== undefined) return `≤ ${most}`;
  return below === undefined ? "" : `< ${below}`;
}

/** A figure that is not there misses nothing. */
function isMissed({ figure, least, most, below }, { figures }) {
  return figures[figure] < least || figures[figure] > most || figures[figure] >= below;
}
