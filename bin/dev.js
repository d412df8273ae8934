#!/usr/bin/env node
// Runs src/*.ts as it is. oclif's own development mode needs an older TypeScript and otherwise falls back, silently, to
// a stale dist; so it is told where the commands are and that nothing has to be compiled.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execute, settings } from '@oclif/core';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const pjson = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
pjson.oclif.commands = './src/commands';
pjson.oclif.helpClass = './src/cli/bilingual-help.ts';
pjson.oclif.hooks = {
  init: './src/hooks/choose-texts.ts',
  command_not_found: './src/hooks/command-not-found.ts',
};
settings.enableAutoTranspile = false;
// Not awaited: oclif waits for a drain that never comes when the reader of our output has gone.
void execute({
  development: true,
  loadOptions: { root, pjson, ignoreManifest: true, isRoot: true },
});
