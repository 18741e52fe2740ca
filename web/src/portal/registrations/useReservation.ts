import { useQuery } from "@tanstack/react-query";
import { type Reservation, reserveRegistration } from "../../api/registrations";

const key = (tenant: string) => `cloakroom.reservation.${tenant}`;

/**
 * The ID reserved for the form. It stays the same until it is used, also when the form is left and
 * opened again: by then its redirect URL may stand at the provider.
 */
export function useReservation(tenant: string) {
  return useQuery({
    queryKey: ["reservation", tenant],
    queryFn: async () => {
      const kept = sessionStorage.getItem(key(tenant));
      if (kept) return JSON.parse(kept) as Reservation;
      const reserved = await reserveRegistration();
      sessionStorage.setItem(key(tenant), JSON.stringify(reserved));
      return reserved;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function forgetReservation(tenant: string) {
  sessionStorage.removeItem(key(tenant));
}
