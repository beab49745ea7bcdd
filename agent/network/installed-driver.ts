/** Which of the system's commands are there? */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Those of root are not in everybody's PATH. */
function commandFolders(): readonly string[] {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
}

/** Its file; undefined: not installed. */
export function findCommand(
  command: string,
  folders: readonly string[] = commandFolders(),
): string | undefined {
  return folders
    .map((folder) => join(folder, command))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
