import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, writing } from "./client";
import { keysFor } from "./keys";
import { ok } from "./refusal";
import type { components, paths } from "./schema";
import { ours } from "./session";
import { useWrite, withSecret } from "./write";

type Schemas = components["schemas"];
export type User = Schemas["User"];
export type Role = Schemas["Role"];
export type Invitation = Schemas["Invitation"];
export type UserQuery = NonNullable<paths["/users"]["get"]["parameters"]["query"]>;
export const userKeys = keysFor("users");

export const useUsers = (filter: UserQuery) =>
  useQuery({
    queryKey: userKeys.page(filter),
    queryFn: ({ signal }) => ok(api.GET("/users", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const useRoles = () =>
  useQuery({
    queryKey: ["roles"],
    queryFn: ({ signal }) => ok(api.GET("/roles", { signal })),
    staleTime: 300_000,
  });

export async function rereadUser(cache: QueryClient, id: string): Promise<User> {
  const user = await ok(api.GET("/users/{id}", { params: { path: { id } } }));
  void cache.invalidateQueries({ queryKey: userKeys.all });
  return user;
}

export function useAddUser(onDone: (user: User) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: Schemas["AddUser"], key) => ok(api.POST("/users", { body, params: { header: writing(key) } })),
    (user) => {
      void cache.invalidateQueries({ queryKey: userKeys.all });
      onDone(user);
    },
  );
}

export type UserChange = Schemas["ChangeUser"] & { id: string; version: number };

export function useChangeUser(onDone: (user: User) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version, ...body }: UserChange) =>
      ok(api.PATCH("/users/{id}", { body, params: { path: { id }, header: { "If-Match": `"${version}"` } } })),
    (user) => {
      void cache.invalidateQueries({ queryKey: userKeys.all });
      onDone(user);
    },
  );
}

export function useInvite() {
  const cache = useQueryClient();
  return useWrite(
    (id: string, key) =>
      withSecret(
        (k) => ok(api.POST("/users/{id}/invitation", { params: { path: { id }, header: writing(k) } })),
        key,
        (made) => made.token !== null,
      ),
    () => void cache.invalidateQueries({ queryKey: userKeys.all }),
  );
}

export const linkOf = (token: string) => `${location.origin}/set-password?token=${token}`;

export const setPassword = (token: string, password: string) =>
  ok(api.POST("/auth/password", { body: { token, password }, headers: ours.headers }));

export const useChangePassword = (onDone: () => void) =>
  useWrite((body: Schemas["ChangePassword"]) => ok(api.POST("/me/password", { body })), onDone);
