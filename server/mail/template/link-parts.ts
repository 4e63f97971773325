import type { LinkFacts } from '../link-facts.ts'
import type { Draft } from './parts.ts'

export type LinkTemplate = (facts: LinkFacts) => Draft
