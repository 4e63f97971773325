import type { CDPSession, Page } from 'playwright-core'

type Protocol = Awaited<ReturnType<typeof nodesOf>>[number]

/** The page as a screen reader is told it, asked of the browser itself. */
export class Tree {
  private readonly session: CDPSession

  private constructor(session: CDPSession) {
    this.session = session
  }

  static async of(page: Page): Promise<Tree> {
    const session = await page.context().newCDPSession(page)
    await session.send('Accessibility.enable')
    return new Tree(session)
  }

  /** What has the focus, as in `radio "9:00 AM" checked`. */
  async focused(): Promise<string> {
    const nodes = await nodesOf(this.session)
    const focused = nodes.filter((node) => stateOf(node, 'focused') === true && roleOf(node) !== 'RootWebArea')
    return focused.map(written).join(' and ') || 'nothing'
  }

  /** Everything of a role, written the same way. */
  async all(role: string): Promise<string[]> {
    return (await nodesOf(this.session)).filter((node) => roleOf(node) === role).map(written)
  }

  /** The texts of everything of a role, with the node's number: a live region must stay the same node to be read out. */
  async texts(role: string): Promise<{ readonly node: number; readonly live: unknown; readonly text: string }[]> {
    const nodes = await nodesOf(this.session)
    const byId = new Map(nodes.map((node) => [node.nodeId, node]))
    const textOf = (node: Protocol): string =>
      roleOf(node) === 'StaticText'
        ? String(node.name?.value)
        : (node.childIds ?? []).map((id) => (byId.has(id) ? textOf(byId.get(id)!) : '')).join(' ')
    return nodes
      .filter((node) => roleOf(node) === role)
      .map((node) => ({
        node: node.backendDOMNodeId!,
        live: stateOf(node, 'live'),
        text: textOf(node).replace(/\s+/g, ' ').trim(),
      }))
  }
}

/** All that are not left out, in the order in which they are read. */
async function nodesOf(session: CDPSession) {
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const under = (node: (typeof nodes)[number]): typeof nodes => [
    node,
    ...(node.childIds ?? []).flatMap((id) => (byId.has(id) ? under(byId.get(id)!) : [])),
  ]
  return nodes
    .filter(({ parentId }) => !parentId)
    .flatMap(under)
    .filter(({ ignored }) => !ignored)
}

const roleOf = (node: Protocol) => String(node.role?.value)
const stateOf = (node: Protocol, name: string) => node.properties?.find((one) => one.name === name)?.value.value

/** Role, name, states that are so, and description. */
function written(node: Protocol): string {
  const states = ['checked', 'pressed', 'selected', 'disabled', 'invalid', 'expanded'].filter((name) =>
    /^(true|mixed)$/.test(String(stateOf(node, name))),
  )
  const description = node.description?.value ? [`(${node.description.value})`] : []
  const text = [roleOf(node), `"${node.name?.value ?? ''}"`, ...states, ...description].join(' ')
  // Intl puts narrow no-break spaces into times.
  return text.replace(/\s+/g, ' ')
}
