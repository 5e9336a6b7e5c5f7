"""An artist's photos, as they come from cameras, phones and scanners."""
