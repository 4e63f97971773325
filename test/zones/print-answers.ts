import { writeFileSync } from 'node:fs'
import { answers, surroundings } from './answers.ts'

// Written to files, because a pipe gives way when a process ends.
writeFileSync(process.argv[2]!, answers())
console.log(surroundings())
