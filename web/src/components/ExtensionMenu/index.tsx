import {
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { MoreHorizontalRegular, SignOutRegular } from "@fluentui/react-icons";
import type { Extension } from "../../api/extensions";
import { texts } from "../../texts";

interface Props {
  extension: Extension;
  onSignOut: (registrationId: string) => void;
}

/** Who is signed in to the extension, and the way out. */
export function ExtensionMenu({ extension, onSignOut }: Props) {
  const { auth, name } = extension;
  if (auth.type === "none") return null;
  const account = auth.account
    ? texts.extension.signedInAs(auth.account)
    : auth.signedIn
      ? texts.extension.signedIn
      : texts.extension.notSignedIn;
  const { registrationId } = auth;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          aria-label={texts.extension.menu(name)}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{account}</MenuGroupHeader>
            {auth.providerHost && <MenuGroupHeader>{auth.providerHost}</MenuGroupHeader>}
          </MenuGroup>
          {auth.signedIn && registrationId && (
            <>
              <MenuDivider />
              <MenuItem icon={<SignOutRegular />} onClick={() => onSignOut(registrationId)}>
                {texts.extension.signOut(name)}
              </MenuItem>
            </>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
