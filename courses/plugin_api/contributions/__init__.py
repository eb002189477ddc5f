"""What a plugin can add to courses: one typed base class for each extension point.

A plugin subclasses these and lists instances in `CoursePlugin.contributions()`. What goes in and
comes out are frozen dataclasses, so that a plugin can change nothing behind the core's back.
Every call goes through `courses.plugin_host.guard.call_plugin`; each class says when it is called
and what a failure does.

What of it is public is listed in `courses.plugin_api.api`, what is an extension point in
`courses.plugin_api.points`, and nowhere else.
"""
