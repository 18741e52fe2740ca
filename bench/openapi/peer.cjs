// Teams' own parser on one file: both targets, each with the answers that `cloakroom inspect` gives.
// Prints {"valid": {target: count}, "kb": peak memory}; `--one` leaves out the plugin.
const { SpecParser } = require('@microsoft/m365-spec-parser');

const common = {
  allowMissingId: true, allowSwagger: true, allowAPIKeyAuth: true, allowBearerTokenAuth: true,
  allowMultipleParameters: true, allowOauth2: true,
};
const targets = {
  'message-extension': { ...common, projectType: 1, allowMethods: ['get', 'post'] },
  plugin: {
    ...common, projectType: 0, isGptPlugin: true,
    allowMethods: ['get', 'post', 'put', 'delete', 'patch', 'head', 'connect', 'options', 'trace'],
  },
};

(async () => {
  const [file, one] = process.argv.slice(2);
  const valid = {};
  for (const [target, options] of Object.entries(targets)) {
    if (one && target === 'plugin') continue;
    const parser = new SpecParser(file, options);
    const { errors } = await parser.validate();
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    valid[target] = (await parser.list()).validAPICount;
  }
  console.log(JSON.stringify({ valid, kb: process.resourceUsage().maxRSS }));
})();
