import type { Hook } from '@oclif/core';
import { translateTexts } from '../cli/bilingual-help.ts';
import { chooseLanguage } from '../cli/choose-language.ts';

/** Before anything is shown: leaves the help texts of the chosen language in the command definitions. */
const hook: Hook<'init'> = async function chooseTexts({ argv, config }) {
  const language = chooseLanguage([...argv, ...process.argv], process.env);
  for (const command of config.commands) translateTexts(command, language);
  for (const topic of config.topics) translateTexts(topic, language);
  translateTexts(config.pjson, language);
};

export default hook;
