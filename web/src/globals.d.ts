/** The version of the web client, from its package.json. */
declare const __VERSION__: string;
