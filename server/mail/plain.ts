import type { Block, Letter } from './letter.ts'

/** A letter as plain text: the same words in the same order as its HTML. */
export function plainText({ brand, title, lead, blocks, button, hints, foot }: Letter): string {
  const parts = [
    brand,
    title,
    lead,
    ...blocks.map(plainBlock),
    `${button.words}:\n${button.href}`,
    ...hints,
    // What stands below such a line is left out when the mail is answered.
    ['-- ', ...foot].join('\n'),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'words':
      return block.text
    case 'rows':
      return block.rows.map(({ name, value }) => `${name}: ${value}`).join('\n')
    default:
      return [
        ...(block.label ? [block.label] : []),
        ...(block.main ? [block.main] : []),
        ...(block.lines ?? []),
        ...(block.rows ?? []).map(({ name, value }) => `${name}: ${value}`),
        ...(block.small ?? []),
      ].join('\n')
  }
}
