"""An administrator hides a post, a comment or a recognition with a reason, or shows it again."""
