import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/**
 * Notices that this machine's addresses changed: a cable, another Wi-Fi, a VPN, a phone's hotspot.
 *
 * Compares `os.networkInterfaces()`, which costs no process. It cannot see what leaves the addresses
 * alone: a router that gets its line back, another network that hands out the same address, DNS that
 * works again, a sign-in page that was passed. For those, one look tries now and then anyway.
 */
export class NetworkWatch {
  readonly #read: () => Interfaces;
  #seen: ReadonlySet<string>;

  constructor(read: () => Interfaces = networkInterfaces) {
    this.#read = read;
    this.#seen = addresses(read());
  }

  /** Whether the machine has an address that it had not when this was last asked. Losing one mends nothing. */
  changed(): boolean {
    const before = this.#seen;
    this.#seen = addresses(this.#read());
    return [...this.#seen].some((address) => !before.has(address));
  }
}

function addresses(interfaces: Interfaces): ReadonlySet<string> {
  return new Set(
    Object.entries(interfaces).flatMap(([name, infos]) =>
      (infos ?? []).flatMap(({ internal, cidr, address }) =>
        internal ? [] : [`${name} ${cidr ?? address}`],
      ),
    ),
  );
}
