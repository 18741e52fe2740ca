/** An installation with nothing in it but a person, and beside it a provider and an API. */

import { Installation } from "./installation.mjs";
import { Samples } from "./kill/samples.mjs";

export async function workshop() {
  const samples = await Samples.start();
  const installation = await Installation.start({
    loopback: [samples.providerHost, samples.apiHost],
    hosts: [samples.providerHost],
  });
  await installation.addPerson("karin", "Karin Blair", "admin");
  await installation.addPerson("alex", "Alex Wilber", "member");
  const { stop } = installation;
  return Object.assign(installation, {
    samples,
    stop: async () => {
      await stop.call(installation);
      await samples.stop();
    },
  });
}
