import aftercare.core.ids
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from aftercare.core.together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('accounts', '0002_row_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name='Room',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('address', models.CharField(blank=True, max_length=160, verbose_name='address')),
                        ('seats', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='seats')),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='room_name_once'), models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='room_has_seats')],
                    },
                ),
                migrations.CreateModel(
                    name='SupportGroup',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('kind', models.CharField(choices=[('therapy', 'Therapy group'), ('support', 'Support group'), ('self_help', 'Self-help group'), ('family', 'Family group')], default='support', max_length=10, verbose_name='kind')),
                        ('theme', models.CharField(blank=True, max_length=160, verbose_name='theme')),
                        ('about', models.TextField(blank=True, max_length=1000, verbose_name='what it is about, in Dutch')),
                        ('about_en', models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='what it is about, in English')),
                        ('language', models.CharField(choices=[('nl', 'Dutch'), ('en', 'English'), ('ar', 'Arabic'), ('pl', 'Polish'), ('tr', 'Turkish')], db_default='nl', default='nl', max_length=2, verbose_name='language spoken')),
                        ('whom', models.CharField(blank=True, choices=[('', 'Everybody'), ('client', 'People who follow aftercare themselves'), ('relative', 'Relatives')], db_default='', default='', max_length=10, verbose_name='for whom')),
                        ('asked', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='what is asked of participants')),
                        ('open', models.BooleanField(default=True, verbose_name='people can join at any time')),
                        ('listed', models.BooleanField(db_default=False, default=False, verbose_name='on the public page, without names')),
                        ('capacity', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='group_name_once'), models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='group_has_places'), models.CheckConstraint(condition=models.Q(('listed', False), ('open', True), _connector='OR'), name='only_open_groups_are_listed'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='group_ended_by_and_at_together')],
                    },
                ),
                migrations.CreateModel(
                    name='Series',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='supportgroups.supportgroup')),
                        ('first_on', models.DateField(verbose_name='first time')),
                        ('rhythm', models.CharField(choices=[('weeks', 'Every so many weeks'), ('month', 'Every month, on the same weekday'), ('month_last', 'Every month, on the last such weekday')], db_default='weeks', default='weeks', max_length=10, verbose_name='how often')),
                        ('every', models.PositiveSmallIntegerField(default=1, verbose_name='number of weeks or months')),
                        ('count', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number of sessions')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='last time')),
                        ('starts', models.TimeField(verbose_name='from')),
                        ('ends', models.TimeField(verbose_name='until')),
                        ('zone', models.CharField(default='Europe/Amsterdam', max_length=40)),
                        ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supportgroups.room', verbose_name='room')),
                        ('online_link', models.URLField(blank=True, db_default='', default='', max_length=300, verbose_name='online link')),
                        ('on_holiday', models.CharField(choices=[('skip_and_add', 'Skip, and add a week at the end'), ('skip', 'Skip, the series becomes shorter')], default='skip_and_add', max_length=12, verbose_name='If a date falls on a public holiday')),
                        ('draft', models.BooleanField(db_default=False, default=False)),
                        ('planned_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('facilitators', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='facilitators')),
                    ],
                    options={
                        'ordering': ['first_on', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='series_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('count__range', (1, 160)), ('until', None)), models.Q(('count', None), ('until__gte', models.F('first_on'))), _connector='OR'), name='series_has_a_number_or_an_end'), models.CheckConstraint(condition=models.Q(('every__range', (1, 26))), name='series_every_1_to_26'), models.CheckConstraint(condition=models.Q(('room__isnull', False), models.Q(('online_link', ''), _negated=True), _connector='OR'), name='series_meets_somewhere')],
                    },
                ),
                migrations.CreateModel(
                    name='Session',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='supportgroups.supportgroup')),
                        ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='supportgroups.series')),
                        ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                        ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='supportgroups.room')),
                        ('online_link', models.URLField(blank=True, db_default='', default='', max_length=300, verbose_name='online link')),
                        ('state', models.CharField(choices=[('planned', 'Planned'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                        ('own_time', models.BooleanField(db_default=False, default=False)),
                        ('own_place', models.BooleanField(db_default=False, default=False)),
                        ('own_facilitators', models.BooleanField(db_default=False, default=False)),
                        ('revision', models.PositiveIntegerField(db_default=0, default=0)),
                        ('changed_at', models.DateTimeField(blank=True, null=True)),
                        ('note', models.TextField(blank=True, max_length=1000, verbose_name='about the meeting, without names')),
                        ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                        ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('attendance_closed_at', models.DateTimeField(blank=True, null=True)),
                        ('attendance_closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['period', 'id'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state', 'planned')), expressions=[('room', '='), ('period', '&&')], name='session_room_once'), models.CheckConstraint(condition=models.Q(('period__endswith__isnull', False), ('period__isempty', False), ('period__startswith__isnull', False)), name='session_has_start_and_end'), models.CheckConstraint(condition=models.Q(('room__isnull', False), models.Q(('online_link', ''), _negated=True), _connector='OR'), name='session_meets_somewhere'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('cancelled_by', None), ('state', 'planned')), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False), ('state', 'cancelled')), _connector='OR'), name='session_cancelled_by_and_at_together'), models.CheckConstraint(condition=models.Q(models.Q(('attendance_closed_at', None), ('attendance_closed_by', None)), models.Q(('attendance_closed_at__isnull', False), ('attendance_closed_by__isnull', False)), _connector='OR'), name='session_attendance_closed_by_and_at_together')],
                    },
                ),
                migrations.CreateModel(
                    name='Facilitation',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facilitations', to='supportgroups.session')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                        ('state', models.CharField(choices=[('planned', 'Planned'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                    ],
                    options={
                        'ordering': ['period', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('session', 'user'), name='facilitation_once'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state', 'planned')), expressions=[('user', '='), ('period', '&&')], name='facilitator_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Enrolment',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='supportgroups.supportgroup')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('enrolled_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('enrolled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('left_at', models.DateTimeField(blank=True, null=True)),
                        ('left_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['participant__name', 'id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('group', 'participant'), name='enrolled_once'), models.CheckConstraint(condition=models.Q(models.Q(('left_at', None), ('left_by', None)), models.Q(('left_at__isnull', False), ('left_by__isnull', False)), _connector='OR'), name='enrolment_left_by_and_at_together')],
                    },
                ),
                migrations.CreateModel(
                    name='Wait',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waits', to='supportgroups.supportgroup')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('together', models.UUIDField(blank=True, null=True)),
                        ('offered_at', models.DateTimeField(blank=True, null=True)),
                        ('offered_until', models.DateTimeField(blank=True, null=True)),
                        ('missed', models.PositiveSmallIntegerField(default=0)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('outcome', models.CharField(blank=True, choices=[('placed', 'Has a place'), ('stepped_back', 'Would rather not'), ('missed', 'Did not answer'), ('group_ended', 'The group ended')], max_length=12)),
                    ],
                    options={
                        'ordering': ['asked_at', 'id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('group', 'participant'), name='waits_once'), models.CheckConstraint(condition=models.Q(models.Q(('offered_at', None), ('offered_until', None)), models.Q(('offered_at__isnull', False), ('offered_until__gt', models.F('offered_at'))), _connector='OR'), name='wait_offered_at_and_until_together'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='wait_ended_with_an_outcome')],
                    },
                ),
                migrations.CreateModel(
                    name='Attendance',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='supportgroups.session')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('mark', models.CharField(choices=[('present', 'Present'), ('late', 'Late'), ('excused', 'Let us know'), ('absent', 'Did not come')], max_length=10)),
                        ('marked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['session', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('session', 'participant'), name='attendance_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Correction',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='supportgroups.session')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('mark', models.CharField(choices=[('present', 'Present'), ('late', 'Late'), ('excused', 'Let us know'), ('absent', 'Did not come')], max_length=10)),
                        ('marked_at', models.DateTimeField()),
                        ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('corrected_at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ['-corrected_at', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Material',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='supportgroups.supportgroup')),
                        ('title', models.CharField(max_length=120, verbose_name='title')),
                        ('link', models.URLField(max_length=300, verbose_name='link')),
                        ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-added_at', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Tip',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tips', to='supportgroups.supportgroup')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('text', models.TextField(blank=True, max_length=600, verbose_name='your tip')),
                        ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('state', models.CharField(choices=[('waiting', 'Waits for a facilitator'), ('shown', 'Shown'), ('not_shown', 'Not shown'), ('taken_back', 'Taken back')], default='waiting', max_length=10)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-written_at', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='tip_decided_by_and_at_together')],
                    },
                ),
                migrations.CreateModel(
                    name='Thanks',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('tip', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thanks', to='supportgroups.tip')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('tip', 'by'), name='thanks_once')],
                    },
                ),
            ]
        ),
    ]
