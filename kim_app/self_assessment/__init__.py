"""How participants see themselves: one sheet per framework, answered at their own pace, then kept."""
