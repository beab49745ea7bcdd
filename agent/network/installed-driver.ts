/** Which of the system's commands are there? */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where they are looked for: those of root are not in everybody's PATH. */
export function commandFolders(): readonly string[] {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
}

export function isIn(folders: readonly string[], command: string): boolean {
  return folders.some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
