package io.drawbridge.admin.hosts;

import java.util.Locale;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.maintenance.Template;

/** A virtual host to be made. */
public record NewHost(
        @Schema(required = true, maxLength = 253, description = "A DNS name; capital letters become small ones.", examples = "ftp.example.org") String name,
        @Schema(maxLength = Template.MAX_LENGTH, defaultValue = "", description = HostChange.BANNER, examples = "Files of Example Inc.") String banner) {

    public NewHost {
        name = name == null ? null : name.toLowerCase(Locale.ROOT);
        banner = banner == null ? "" : banner;
        Faults faults = new Faults().unless(Name.isHost(name), "name", Name.HOST_RULE);
        HostChange.checkBanner(banner, faults);
        faults.raise();
    }
}
